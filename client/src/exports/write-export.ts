import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClientError } from '../errors/client-error.ts';

/** How an export is written. */
export interface ExportWriting {
  /** Ends it, and leaves no file. */
  readonly signal?: AbortSignal;
  /** Is told how many bytes came so far. */
  readonly progress?: (bytes: number) => void;
}

/**
 * Writes an export into a file, for its owner alone. What breaks off leaves no file that looks whole.
 * @returns its size in bytes
 * @throws ClientError `export-failed`
 */
export async function writeExport(
  content: ReadableStream<Uint8Array>,
  path: string,
  { signal, progress }: ExportWriting = {},
): Promise<number> {
  const draft = `${path}.part`;
  let bytes = 0;
  const counted = new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      bytes += chunk.length;
      progress?.(bytes);
      done(null, chunk);
    },
  });
  try {
    await sentWhole(
      pipeline(
        Readable.fromWeb(content as Parameters<typeof Readable.fromWeb>[0]),
        counted,
        createWriteStream(draft, { mode: 0o600 }),
        { signal },
      ),
      path,
    );
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  return (await stat(path)).size;
}

/** Waits for an export to be sent whole. Throws `ClientError`. */
export async function sentWhole(done: Promise<void>, where: string): Promise<void> {
  try {
    await done;
  } catch (cause) {
    throw new ClientError(
      'export-failed',
      `The export broke off, and nothing whole was written to ${where}.`,
      'Look whether there is room for it, and whether the gateway runs: vectorgate status',
      { cause },
    );
  }
}

/** The size of an export, for people. */
export const exportSize = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000).toLocaleString('en-US')} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
