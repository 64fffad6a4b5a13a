import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ClientError } from '../errors/client-error.ts';
import { isAlive } from '../processes/is-alive.ts';

/** In milliseconds. */
const lookEvery = 25;
/** Longer than any work under a lock: whoever holds it still is stuck or gone. */
const staleAfter = 30_000;
const patience = 40_000;

/**
 * Does `work` while no other process of this user does any under the same file. What a process left that ended in the
 * middle is cleared away. The file's folder must exist and be this user's own. Throws `ClientError` code `platform` when
 * the lock is not to be had, and what `work` throws.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = `${process.pid} ${Math.random()}`;
  const until = Date.now() + patience;
  while (!(await taken(file, mine))) {
    await clearStale(file);
    if (Date.now() > until)
      throw new ClientError(
        'platform',
        `Another program of yours has held ${file} for too long.`,
        'Close the editor windows that do not answer, then remove that file.',
      );
    await pause(lookEvery);
  }
  try {
    return await work();
  } finally {
    // Somebody who took us for stuck has it now: then it is theirs.
    if ((await holderOf(file)) === mine) await rm(file, { force: true });
  }
}

async function taken(file: string, mine: string): Promise<boolean> {
  try {
    await writeFile(file, mine, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new ClientError(
      'platform',
      `The lock ${file} cannot be written.`,
      'See to that folder: it must be yours and not full.',
      { cause },
    );
  }
}

const holderOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

/** By a new name first: of two who clear, one moves the stale lock and the other nothing. */
async function clearStale(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return;
  const holder = await holderOf(file);
  // Between its making and its first byte it has no holder yet.
  const isGone = holder !== '' && !isAlive(Number.parseInt(holder, 10));
  if (!isGone && Date.now() - found.mtimeMs < staleAfter) return;
  const aside = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  await rename(file, aside).catch(() => undefined);
  const moved = await holderOf(aside);
  if (moved !== '' && moved !== holder) await rename(aside, file).catch(() => undefined);
  else await rm(aside, { force: true });
}
