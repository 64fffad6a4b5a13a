import { copyFile, mkdtemp, open, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { ArchiveRow, ArchiveRows } from '../evidence/archive/archive-rows.ts';
import { archiveHeadBytes, missingBytes } from '../evidence/archive/missing-bytes.ts';

/** An archive on this machine's disk. */
export interface ArchiveOnDisk {
  readonly rows: ArchiveRows;
  /** Bytes that are gone from its end: then the rows are those that can still be read. */
  readonly missing: number;
  close(): Promise<void>;
}

/** Opens the file of an archive to read from it alone, whatever lies beside it. Whether it is one, its readers tell. */
export async function openArchiveFile(path: string): Promise<ArchiveOnDisk> {
  const missing = await missingOf(path);
  const folder = missing === 0 ? undefined : await mkdtemp(join(tmpdir(), 'vectorgate-archive-'));
  const close = async (): Promise<void> => {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    const whole = folder === undefined ? path : await filledUp(path, join(folder, 'archive'), missing);
    // A log that somebody put beside it is not read: nobody else would see what is in there.
    const url = pathToFileURL(resolve(whole));
    url.searchParams.set('immutable', '1');
    const database = new DatabaseSync(url, { readOnly: true });
    return {
      rows: databaseRows(database),
      missing,
      close: async () => {
        database.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function databaseRows(database: DatabaseSync): ArchiveRows {
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return {
    all: (sql, parameters = []) => {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      return statement.all(...parameters) as unknown as readonly ArchiveRow[];
    },
  };
}

async function missingOf(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(archiveHeadBytes), 0, archiveHeadBytes, 0);
    return missingBytes(buffer.subarray(0, bytesRead), (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

async function filledUp(path: string, copy: string, missing: number): Promise<string> {
  await copyFile(path, copy);
  const handle = await open(copy, 'r');
  const { size } = await handle.stat();
  await handle.close();
  await truncate(copy, size + missing);
  return copy;
}
