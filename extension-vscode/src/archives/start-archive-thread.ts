import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StartReader } from './archive-reader.ts';
import { fileOf } from './file-of.ts';

/** Archives are read by threads of the extension host. */
export const archiveThread =
  (extensionPath: string): StartReader =>
  async (uri, { reply, ended }) => {
    const thread = new Worker(join(extensionPath, 'dist', 'archive-thread.cjs'), {
      workerData: await fileOf(uri),
    });
    thread.on('message', reply);
    thread.on('error', (error) => ended(error.message));
    return thread;
  };
