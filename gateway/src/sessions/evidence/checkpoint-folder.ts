import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCheckpoints } from '@vectorgate/policy-schema/evidence';
import { syncFolder, writeDurably } from '../log/write-durably.ts';
import type { CheckpointPlace } from './checkpoint-place.ts';

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

  readCheckpoints(): Promise<string> {
    return readIfThere(this.#checkpoints);
  }

  readKeys(): Promise<string> {
    return readIfThere(this.#keys);
  }

  writeKeys(text: string): Promise<void> {
    return writeDurably(this.#keys, Buffer.from(text));
  }

  async appendCheckpoint(entry: string): Promise<void> {
    const handle = await this.#open();
    const bytes = Buffer.from(entry);
    try {
      await handle.write(bytes, 0, bytes.length, this.#end);
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
    const present = await this.readCheckpoints();
    const { rest } = parseCheckpoints(present);
    const handle = await open(this.#checkpoints, present === '' ? 'w' : 'r+', 0o644);
    try {
      this.#end = Buffer.byteLength(present) - Buffer.byteLength(rest);
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

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
