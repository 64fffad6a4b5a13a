import type { ArchivePort, ArchiveReply, ArchiveRequest } from '@vectorgate/replay-ui/archive';
import { type FilesOfLab, readArchive } from './read-archive.ts';

/**
 * The way to an archive that a worker reads: SQLite holds the whole file, and a long verification keeps no cell waiting.
 * The bytes are fetched with the question to open it, and handed over.
 */
export function workerPort(files: FilesOfLab, path: string): ArchivePort {
  const worker = new Worker(new URL('./archive-worker.js', import.meta.url));
  const reading = new AbortController();
  let heard: (reply: ArchiveReply) => void = () => {};
  let ended: (why: string) => void = () => {};
  const open = async ({ id, kind }: ArchiveRequest): Promise<void> => {
    try {
      const [bytes, wasm] = await Promise.all([
        readArchive(files, path, (read, of) => heard({ read, of }), reading.signal),
        sqliteProgram(),
      ]);
      worker.postMessage({ id, kind, args: [bytes, wasm] }, [bytes.buffer, wasm.buffer]);
    } catch (error) {
      ended(error instanceof Error ? error.message : String(error));
    }
  };
  return {
    post: (request) => {
      if (request.kind === 'open') void open(request);
      else worker.postMessage(request);
    },
    listen: (onReply, onEnd) => {
      heard = onReply;
      ended = onEnd;
      worker.onmessage = ({ data }: MessageEvent<ArchiveReply>) => onReply(data);
      worker.onerror = ({ message }) => onEnd(message || 'no worker runs in this browser');
    },
    close: () => {
      reading.abort();
      worker.terminate();
    },
  };
}

/** SQLite, as it lies beside this file. */
async function sqliteProgram(): Promise<Uint8Array> {
  const response = await fetch(new URL('./sql-wasm.wasm', import.meta.url));
  if (!response.ok) throw new Error(`the Jupyter server answers ${response.status} for SQLite's program`);
  return new Uint8Array(await response.arrayBuffer());
}
