import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import {
  type ArchiveReply,
  type ArchiveRequest,
  openDesk,
  serveArchive,
} from '@vectorgate/replay-ui/archive-desk';
import type { ArchiveFile } from './archive-messages.ts';
import { readArchive } from './read-archive.ts';

/*
 * A thread for one archive. SQLite is here and not in the page: the page's policy need not allow it, the file does not cross
 * the network of a remote window, and closing the editor ends the thread with all of its memory.
 */

const file = workerData as ArchiveFile;
const reply = (message: ArchiveReply): void => parentPort?.postMessage(message);
const answer = serveArchive(async () => {
  const wasm = await readFile(join(__dirname, 'sql-wasm.wasm'));
  const bytes =
    'bytes' in file ? file.bytes : await readArchive(file.path, (read, of) => reply({ read, of }));
  return openDesk(bytes, wasm, (verified) => reply({ verified }));
}, reply);

parentPort?.on('message', (request: ArchiveRequest) => void answer(request));
