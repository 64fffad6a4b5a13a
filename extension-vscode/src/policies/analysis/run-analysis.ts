import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { NextAsked } from '@vectorgate/policy-schema/analyse';
import type { AnalysisResult, AnalysisTask, FromWorker } from './messages.ts';

export interface AnalysisRun {
  readonly extensionPath: string;
  readonly task: AnalysisTask;
  /** The next page of what was asked, or why there is none. Only a what-if asks. */
  readonly nextPage?: () => Promise<NextAsked>;
  /** Told how many requests were decided again so far. */
  readonly onProgress?: (requests: number) => void;
}

/** Has a comparison made in a thread of its own. Resolves to the page, or to why there is none. */
export function runAnalysis({ extensionPath, task, nextPage, onProgress }: AnalysisRun): {
  readonly done: Promise<AnalysisResult>;
  readonly end: () => void;
} {
  const worker = new Worker(join(extensionPath, 'dist', 'policy-analysis.cjs'), { workerData: task });
  const send = (message: NextAsked): void => worker.postMessage(message);
  const done = new Promise<AnalysisResult>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (!('want' in message)) {
        if ('decided' in message) return;
        resolve(message);
        return;
      }
      onProgress?.(message.requests);
      nextPage?.().then(send, reject);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve({ trouble: 'It was stopped before there was anything to show.' }));
  });
  return { done: done.finally(() => void worker.terminate()), end: () => void worker.terminate() };
}
