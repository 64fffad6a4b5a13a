import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GateError } from '../../errors/gate-error.ts';
import { syncFolder, writeDurably } from '../log/write-durably.ts';
import { masterKeyCheck } from './master-key-check.ts';
import { unfinishedMark, wrappingKeyOf } from './session-keys.ts';
import { unwrapKey, wrapKey } from './wrapped-key.ts';

const ulidShape = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/**
 * Wraps the keys of all sessions by another master key. The data keys stay what they are, so no record is touched. May
 * be interrupted and done again with the same two keys; until it has come to its end nothing opens the folder. Nobody
 * else may have it open. Returns how many keys are wrapped by the new one. Throws `GateError` code
 * `master-key-mismatch` or `session-key-damaged`.
 */
export async function rewrapKeys(folder: string, from: Uint8Array, to: Uint8Array): Promise<number> {
  const check = masterKeyCheck(to);
  const present = await readFile(join(folder, 'master-key-check'), 'utf8');
  const begun = await readFile(join(folder, unfinishedMark), 'utf8').catch(() => undefined);
  if ((present !== masterKeyCheck(from) && present !== check) || (begun !== undefined && begun !== check)) {
    throw new GateError(
      'master-key-mismatch',
      `The master key of the records in ${folder} is neither of the two that were given. Nothing was changed. Give the key that they are under, and the new one.`,
      { folder },
    );
  }
  await writeDurably(join(folder, unfinishedMark), Buffer.from(check));
  const [old, next] = [wrappingKeyOf(from), wrappingKeyOf(to)];
  let count = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !ulidShape.test(entry.name)) continue;
    await rewrap(join(entry.parentPath, entry.name), entry.name, old, next);
    count += 1;
  }
  await writeDurably(join(folder, 'master-key-check'), Buffer.from(check));
  await rm(join(folder, unfinishedMark));
  await syncFolder(folder);
  return count;
}

async function rewrap(path: string, session: string, old: Uint8Array, next: Uint8Array): Promise<void> {
  const wrapped = await readFile(path);
  // Done already, before an interruption.
  if (unwrapKey(wrapped, next, session) !== undefined) return;
  const key = unwrapKey(wrapped, old, session);
  if (key === undefined) {
    throw new GateError(
      'session-key-damaged',
      `The key of session ${session} is damaged: ${path}. Restore that file from a copy, or remove it, which forgets that session; then do this once more.`,
      { session },
    );
  }
  await writeDurably(path, wrapKey(key, next, session));
}
