import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GateError } from '../../errors/gate-error.ts';

/**
 * Makes one process the only writer of a folder. SQLite's file lock is used because the kernel gives it back
 * when a process ends in whatever way, so that nothing stale is left to be cleaned up by hand.
 * Throws `GateError` code `records-locked`. Returns the release.
 */
export function lockFolder(folder: string): () => void {
  const owner = join(folder, 'lock.owner');
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    const who = readOwner(owner);
    throw new GateError(
      'records-locked',
      `VectorGate cannot start: another process${who === '' ? '' : ` (${who})`} writes the records in ${folder}. Stop it, or give this gateway a data folder of its own.`,
      { folder },
      { cause },
    );
  }
  writeFileSync(owner, `process ${process.pid}\n`, { mode: 0o600 });
  return () => {
    lock.exec('ROLLBACK');
    lock.close();
  };
}

const isBusy = (error: unknown): boolean => /locked|busy/.test((error as Error).message);

function readOwner(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
