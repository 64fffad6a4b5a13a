import type { ToldTraffic } from '@vectorgate/policy-schema/analyse';
import { TrafficFeed } from '@vectorgate/policy-schema/traffic-feed';
import type { Gate } from '../../gate-token.ts';
import type { PolicySettings } from '../policy-settings.ts';
import { pagesOfGateway } from '../surroundings/pages-of-gateway.ts';
import { readerOf } from './reader-of.ts';

export interface FeedTrafficParts {
  readonly gate: Gate;
  readonly settings: PolicySettings;
  readonly shown: () => boolean;
  readonly say: (told: ToldTraffic) => unknown;
}

/**
 * Keeps policies told of what was asked lately, as long as the page is open.
 * @returns what is to be called when one was opened
 */
export function feedTraffic({ gate, settings, shown, say }: FeedTrafficParts): () => void {
  let look = (): void => undefined;
  void settings.ready.then(() => {
    const feed = new TrafficFeed({
      who: () => readerOf(gate.model.status).who,
      session: () => readerOf(gate.model.status).session,
      reviews: async () => readerOf(gate.model.status).reviews,
      pages: (query, stopped) =>
        pagesOfGateway((path) => gate.client.recorded(path), { all: true, query, stopped }),
      settings: () => ({ enabled: settings.traffic, period: settings.whatIfPeriod }),
      shown,
      onDidChange: (listener) => {
        gate.model.changed.connect(listener);
        settings.changed.connect(listener);
        return () => {
          gate.model.changed.disconnect(listener);
          settings.changed.disconnect(listener);
        };
      },
      say,
      // What keeps it from being read stands over the file, and in the panel.
      trouble: () => undefined,
      now: Date.now,
    });
    look = () => void feed.look();
  });
  return () => look();
}
