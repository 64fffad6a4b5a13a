import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCheckpoints } from '@vectorgate/policy-schema/evidence';
import { syncFolder, writeDurably } from '../log/write-durably.ts';
import type { CheckpointPlace } from './checkpoint-place.ts';

/** Whoever verifies is to read both: neither is secret. */
const shown = 0o644;
/** Bytes from which the end of a file of checkpoints can be told. */
const endBytes = 64 * 1024;

/** Checkpoints in a file of a folder, and public keys in another. */
export class CheckpointFolder implements CheckpointPlace {
  readonly #folder: string;
  readonly #checkpoints: string;
  readonly #keys: string;
  #handle: FileHandle | undefined;
  /** Bytes of the whole notes; what is behind them was left by a write that did not end. */
  #end = 0;

  /** `names`: of the two files. */
  constructor(folder: string, names: { readonly checkpoints: string; readonly keys: string }) {
    this.#folder = folder;
    this.#checkpoints = join(folder, names.checkpoints);
    this.#keys = join(folder, names.keys);
  }

  async readCheckpoints(
    most = Number.POSITIVE_INFINITY,
  ): Promise<{ readonly text: string; readonly whole: boolean }> {
    const handle = await absentOr(open(this.#checkpoints, 'r'));
    if (handle === undefined) return { text: '', whole: true };
    try {
      const { size } = await handle.stat();
      const from = Math.max(0, size - most);
      const bytes = Buffer.alloc(size - from);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
      const text = bytes.toString('utf8', 0, bytesRead);
      // The first piece of a part of the file is most likely the end of a checkpoint.
      return from === 0 ? { text, whole: true } : { text: afterFirst(text), whole: false };
    } finally {
      await handle.close();
    }
  }

  async readKeys(): Promise<string> {
    return (await absentOr(readFile(this.#keys, 'utf8'))) ?? '';
  }

  writeKeys(text: string): Promise<void> {
    return writeDurably(this.#keys, Buffer.from(text), shown);
  }

  async appendCheckpoint(entry: string): Promise<void> {
    const handle = await this.#open();
    const bytes = Buffer.from(entry);
    try {
      // A disk that fills up takes a part first, and says so only to whoever brings the rest.
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, this.#end + at);
        at += bytesWritten;
      }
      await handle.datasync();
    } catch (error) {
      // The next one looks anew at what of this one is there.
      await this.close();
      throw error;
    }
    this.#end += bytes.length;
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }

  /** Opened anew after a failure, as the folder may have come back from elsewhere. */
  async #open(): Promise<FileHandle> {
    if (this.#handle !== undefined) return this.#handle;
    const { text, whole } = await this.readCheckpoints(endBytes);
    const { rest } = parseCheckpoints(text);
    const handle = await open(this.#checkpoints, whole && text === '' ? 'w' : 'r+', shown);
    try {
      this.#end = (await handle.stat()).size - Buffer.byteLength(rest);
      await handle.truncate(this.#end);
      await syncFolder(this.#folder);
    } catch (error) {
      await handle.close();
      throw error;
    }
    this.#handle = handle;
    return handle;
  }
}

/** The text behind the first end of a checkpoint in it. */
function afterFirst(text: string): string {
  const end = /\n— [^\n]*\n\n/.exec(text);
  return end === null ? '' : text.slice(end.index + end[0].length);
}

async function absentOr<T>(of: Promise<T>): Promise<T | undefined> {
  try {
    return await of;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
