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
// Read and opened while the page is still being made: whoever opened the file waits for both.
const desk = openDesk(
  'bytes' in file ? file.bytes : readArchive(file.path, (read, of) => reply({ read, of })),
  readFile(join(__dirname, 'sql-wasm.wasm')),
  (verified) => reply({ verified }),
);
// Told with the question to open it.
desk.catch(() => undefined);
const answer = serveArchive(() => desk, reply);

parentPort?.on('message', (request: ArchiveRequest) => void answer(request));
