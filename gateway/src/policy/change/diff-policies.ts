import { Worker } from 'node:worker_threads';
import type { PolicyEnvironment } from '@vectorgate/policy-schema';
import type { PolicyFile } from '../policy-folder.ts';
import type { ChangeDiff } from './change-diff.ts';

/** Milliseconds: a change is not kept waiting longer to learn what it does. */
const patience = 60_000;

/** What one set does that another did not. Undefined when it cannot be told: one does not load here, it takes too long, or the signal ends it. */
export function diffPolicies(
  before: readonly PolicyFile[],
  after: readonly PolicyFile[],
  environment: PolicyEnvironment,
  signal: AbortSignal,
): Promise<ChangeDiff | undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve(undefined);
      return;
    }
    const worker = new Worker(new URL('./diff-thread.ts', import.meta.url), {
      workerData: { before, after, environment },
    });
    const timer = setTimeout(() => end(undefined), patience);
    const end = (diff: ChangeDiff | undefined): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      resolve(diff);
      void worker.terminate();
    };
    const aborted = (): void => end(undefined);
    signal.addEventListener('abort', aborted);
    worker.once('message', end);
    worker.once('error', () => end(undefined));
    worker.once('exit', () => end(undefined));
  });
}
