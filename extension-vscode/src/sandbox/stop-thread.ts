import type { Worker } from 'node:worker_threads';
import { type FromSandbox, stopSandbox } from './sandbox-messages.ts';

/**
 * What ends the thread of a sandbox. While it reads and verifies it hears nothing, which may take long, and holds nothing but
 * memory: it is ended from here. Once it opens, it has a socket and a folder to clear away, and is told.
 */
export function stopThread(thread: Worker): () => void {
  let opens = false;
  thread.on('message', ({ kind }: FromSandbox) => {
    if (kind === 'opens') opens = true;
  });
  return () => {
    if (opens) thread.postMessage(stopSandbox);
    else void thread.terminate();
  };
}
