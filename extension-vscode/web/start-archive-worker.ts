import type { ArchiveReply } from '@vectorgate/replay-ui/archive';
import { Uri, workspace } from 'vscode';
import type { StartReader } from '../src/archives/archive-reader.ts';
import type { ArchiveBytes } from './archive-worker.ts';
import { startWorker } from './start-worker.ts';

/** Archives are read by workers of the browser, whatever file system holds them. */
export const archiveWorker =
  (dist: Uri): StartReader =>
  async (uri, { reply, ended }) => {
    const [bytes, wasm, worker] = await Promise.all([
      workspace.fs.readFile(uri),
      workspace.fs.readFile(Uri.joinPath(dist, 'sql-wasm.wasm')),
      startWorker(dist, 'archive-worker.web.js'),
    ]);
    worker.onmessage = ({ data }: MessageEvent<ArchiveReply>) => reply(data);
    worker.onerror = ({ message }) => ended(message || 'no worker runs in this browser');
    worker.postMessage({ bytes, wasm } satisfies ArchiveBytes);
    return worker;
  };
