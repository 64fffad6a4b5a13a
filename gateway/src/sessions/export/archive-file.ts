import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';

/**
 * The file of an archive while it is made and sent. It holds what was recorded in clear, so only this user can read it, it
 * has no name any more once it is whole, and a start of the gateway takes away what a crash left.
 */
export class ArchiveFile {
  readonly #path: string;
  readonly database: DatabaseSync;
  #handle: FileHandle | undefined;

  private constructor(path: string, database: DatabaseSync) {
    this.#path = path;
    this.database = database;
  }

  static async make(folder: string): Promise<ArchiveFile> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, randomUUID());
    await (await open(path, 'wx', 0o600)).close();
    const database = new DatabaseSync(path);
    // Nobody else sees it before it is whole: a crash in between leaves nothing that anybody would use. SQLite as Node has it
    // does not let OFF through, and would keep a second file beside it.
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE');
    return new ArchiveFile(path, database);
  }

  /** Its bytes, and how many. To be asked once, when everything is written; the file is gone when they were read. */
  async read(): Promise<{ readonly bytes: number; readonly stream: Readable }> {
    this.database.close();
    const handle = await open(this.#path, 'r');
    this.#handle = handle;
    await rm(this.#path, { force: true });
    const { size } = await handle.stat();
    return { bytes: size, stream: handle.createReadStream({ autoClose: true, highWaterMark: 256 * 1024 }) };
  }

  /** Takes away what is left of it. */
  async close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
    await rm(this.#path, { force: true });
    await this.#handle?.close().catch(() => undefined);
  }
}
