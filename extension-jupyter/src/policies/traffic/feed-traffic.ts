import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import type { Gate } from '../../gate-token.ts';
import { TrafficFeed } from './traffic-feed.ts';

/** Milliseconds between two looks at whether what was read is old. */
const lookEvery = 15_000;

export interface FeedTrafficParts {
  readonly gate: Gate;
  /** Absent where JupyterLab keeps no settings. */
  readonly settings: Promise<ISettingRegistry.ISettings> | undefined;
  readonly shown: () => boolean;
  readonly say: (told: ToldTraffic) => unknown;
}

/**
 * Keeps policies told of what was asked lately, as long as the page is open.
 * @returns what is to be called when one was opened
 */
export function feedTraffic({ gate, settings, shown, say }: FeedTrafficParts): () => void {
  let enabled = true;
  const feed = new TrafficFeed({
    status: () => gate.model.status,
    recorded: (path) => gate.client.recorded(path),
    shown,
    enabled: () => enabled,
    say,
    now: Date.now,
  });
  const look = (): void => void feed.look();
  const begin = (): void => {
    gate.model.changed.connect(look);
    setInterval(look, lookEvery);
    look();
  };
  if (settings === undefined) begin();
  else
    void settings.then((all) => {
      const read = (): void => {
        enabled = all.composite.traffic !== false;
        look();
      };
      all.changed.connect(read);
      read();
      begin();
    }, begin);
  return look;
}
