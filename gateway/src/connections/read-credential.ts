import type { ConnectionConfiguration, CredentialConfiguration } from '../configuration/configuration.ts';
import type { FileReloads } from '../configuration/file-reloads.ts';
import { readSecret } from '../configuration/read-secret.ts';
import { Reloaded } from '../configuration/reloaded.ts';
import { GateError } from '../errors/gate-error.ts';
import { type Mint, StoreCredential } from './store-credential.ts';

/** What a header can carry without being read in two ways: printable ASCII, no space at an end. */
const carriable = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * Reads a connection's credential from its place, and from then on again when its file changes.
 * Throws `GateError` code `secret`, naming the place and never the text.
 */
export async function readCredential(
  { name }: ConnectionConfiguration,
  credential: CredentialConfiguration,
  reloads: FileReloads,
  mint?: Mint,
): Promise<StoreCredential> {
  const { secret } = credential;
  const read = async (): Promise<string> => {
    const text = await readSecret(secret, `the credential of connection ${name}`);
    if (credential.user === undefined && !carriable.test(text)) {
      const place = 'env' in secret ? `the environment variable ${secret.env}` : secret.file;
      throw new GateError(
        'secret',
        `VectorGate: the credential of connection ${name} in ${place} has characters that no header can carry. Write it there as one line of printable ASCII.`,
      );
    }
    return text;
  };
  const current =
    'env' in secret
      ? new Reloaded(await read())
      : await reloads.load({ name: `connections.${name}.credential`, files: [secret.file], read });
  return new StoreCredential(credential, current, mint);
}
