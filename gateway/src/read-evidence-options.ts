import type { Configuration } from './configuration/configuration.ts';
import { readSecret } from './configuration/read-secret.ts';
import { deriveKey, readSigningKey } from './master-key.ts';
import type { EvidenceOptions } from './sessions/evidence/evidence-options.ts';
import { assertEvidenceOutside } from './sessions/keys/master-key-place.ts';

/**
 * How records are signed, by the configuration. Without a signing key of its own the one that is derived from the master
 * key signs. Throws `GateError` code `signing-key`, `secret` or `evidence-inside`.
 */
export async function readEvidenceOptions(
  { records: { checkpoints }, data }: Pick<Configuration, 'records' | 'data'>,
  masterKey: Uint8Array,
): Promise<EvidenceOptions> {
  const { signingKey, previousSigningKey, everyRecords, everySeconds, publish, publishToPostgres } =
    checkpoints;
  for (const [reference, what] of [
    [signingKey, 'the signing key'],
    [previousSigningKey, 'the previous signing key'],
  ] as const)
    if (reference !== undefined && 'file' in reference) assertEvidenceOutside(reference.file, data, what);
  if (publish !== undefined) assertEvidenceOutside(publish, data, 'the folder for checkpoints');
  const derived = deriveKey(masterKey, 'checkpoints');
  return {
    signingKey: signingKey === undefined ? derived : await readSigningKey(signingKey, 'the signing key'),
    // Whoever goes over from the derived key to one of its own need not name the derived one.
    ...(previousSigningKey !== undefined
      ? { previousSigningKey: await readSigningKey(previousSigningKey, 'the previous signing key') }
      : signingKey !== undefined && { previousSigningKey: derived }),
    everyRecords,
    everySeconds,
    ...(publish !== undefined && { publish }),
    ...(publishToPostgres !== undefined && {
      publish: { postgres: await readSecret(publishToPostgres, 'the connection URL for checkpoints') },
    }),
  };
}
