import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Configuration } from './configuration/configuration.ts';
import { GateError } from './errors/gate-error.ts';
import { deriveKey, readMasterKey } from './master-key.ts';
import { PolicyHistory } from './policy/history/policy-history.ts';
import { readEvidenceOptions } from './read-evidence-options.ts';
import { assertMasterKeyOutside } from './sessions/keys/master-key-place.ts';
import { rewrapKeys } from './sessions/keys/rewrap-keys.ts';
import { lockFolder } from './sessions/log/folder-lock.ts';
import { openRecorder } from './sessions/open-recorder.ts';
import { recordFolders } from './sessions/record-folders.ts';

/**
 * Puts the data of a gateway that does not run under another master key, the one in `file`: session keys are wrapped by
 * it, a record says so, and sign-ins end. Where checkpoints are signed by a key derived from the master key, that one
 * changes too, and the one before vouches for it. May be interrupted and done again with the same two keys. Returns how many session keys there are. Throws `GateError`.
 */
export async function changeMasterKey(
  configuration: Configuration,
  file: string,
  log: Logger,
): Promise<number> {
  assertMasterKeyOutside(file, configuration.data);
  const from = await readMasterKey(configuration.masterKey);
  const to = await readMasterKey({ file });
  const records = join(configuration.data, 'records');
  if (!existsSync(recordFolders(records).keys)) {
    throw new GateError(
      'no-records',
      `There are no records in ${configuration.data}: nothing is under the old master key. Put the new one where masterKey points.`,
      { folder: configuration.data },
    );
  }
  const unlock = lockFolder(records);
  let sessions: number;
  try {
    sessions = await rewrapKeys(
      recordFolders(records).keys,
      deriveKey(from, 'records'),
      deriveKey(to, 'records'),
    );
    await PolicyHistory.rewrite(
      join(configuration.data, 'policy'),
      deriveKey(from, 'policy changes'),
      deriveKey(to, 'policy changes'),
    );
  } finally {
    unlock();
  }
  const derived = configuration.records.checkpoints.signingKey === undefined;
  const recorder = await openRecorder({
    folder: records,
    masterKey: deriveKey(to, 'records'),
    logger: log,
    evidence: {
      ...(await readEvidenceOptions(configuration, to)),
      ...(derived && { previousSigningKey: deriveKey(from, 'checkpoints') }),
    },
  });
  try {
    await recorder.appendOwn({ event: 'master-key-changed', sessions });
  } finally {
    await recorder.close();
  }
  // Sealed under the old key, and good for nothing under the new one: people sign in once more.
  for (const suffix of ['', '-wal', '-shm'])
    await rm(join(configuration.data, `sign-in.sqlite${suffix}`), { force: true });
  return sessions;
}
