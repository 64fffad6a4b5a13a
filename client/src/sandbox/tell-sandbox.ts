import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import type { Sandbox } from './open-sandbox.ts';

/** A loop may ask a thousand times in a second: nobody reads more than this, in milliseconds. */
const pause = 250;

/** Tells how a sandbox stands, now and after changes; returns what ends that. */
export function tellSandbox(sandbox: Sandbox, tell: (standing: SandboxStanding) => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const now = (): void => {
    waiting = undefined;
    tell({ state: 'ready', address: sandbox.address, names: sandbox.names, counts: sandbox.counts() });
  };
  const stop = sandbox.onDidChange(() => {
    waiting ??= setTimeout(now, pause);
  });
  now();
  return () => {
    stop();
    clearTimeout(waiting);
  };
}
