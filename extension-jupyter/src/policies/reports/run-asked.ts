import type { AnalysisReport, NextAsked } from '@vectorgate/policy-schema/analyse';
import type { PolicyService } from '../worker/policy-service.ts';

export interface AskedRun {
  readonly worker: PolicyService;
  /** Begins it in the worker, which then wants the pages. */
  readonly begin: (worker: PolicyService) => Promise<AnalysisReport>;
  /** The next page of what was asked; absent where it comes from a file. */
  readonly nextPage: (() => Promise<NextAsked>) | undefined;
  /** Told how many requests were looked at so far. */
  readonly onProgress: (requests: number) => void;
}

/** Milliseconds between two questions how far it is. */
const pause = 250;

/** Has what was asked looked at, page by page, each when it is wanted. */
export async function runAsked({ worker, begin, nextPage, onProgress }: AskedRun): Promise<AnalysisReport> {
  let isDone = false;
  const done = begin(worker).finally(() => {
    isDone = true;
  });
  const ended = done.then(
    () => undefined,
    () => undefined,
  );
  if (nextPage === undefined) {
    while (!isDone) {
      await Promise.race([new Promise((resolve) => setTimeout(resolve, pause)), ended]);
      if (!isDone) onProgress(await worker.ask('decided'));
    }
    return done;
  }
  while (!isDone) {
    const next = await nextPage();
    // What failed in the meantime wants no page any more.
    const came = await Promise.race([worker.ask('nextPage', next), ended]);
    if (came !== undefined) onProgress(came);
    if ('end' in next) break;
  }
  return done;
}
