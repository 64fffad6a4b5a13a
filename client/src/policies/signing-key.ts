import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keyIdOf } from '@vectorgate/policy-schema/bundle';
import { ClientError } from '../errors/client-error.ts';
import { settingsFile } from '../settings/settings.ts';

/** A key that signs policies (Ed25519). */
export interface SigningKey {
  /** Its 32 bytes as base64: what a gateway's configuration lists. */
  readonly publicKey: string;
  /** How envelopes name it. */
  readonly keyId: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

/** Where the key lies when nobody names another place. */
export const usualKeyFile = (): string => join(dirname(settingsFile()), 'policy-signing.pem');

function keyOf(pem: string): SigningKey {
  const secret = createPrivateKey(pem);
  if (secret.asymmetricKeyType !== 'ed25519') throw new Error(`a key of type ${secret.asymmetricKeyType}`);
  const { x = '' } = createPublicKey(secret).export({ format: 'jwk' });
  const raw = Buffer.from(x, 'base64url');
  return {
    publicKey: raw.toString('base64'),
    keyId: keyIdOf(raw),
    sign: (bytes) => sign(null, bytes, secret),
  };
}

/** Makes a key in a file that only its owner reads. Throws `ClientError` code `file-exists`. */
export async function newSigningKey(path: string): Promise<SigningKey> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const handle = await open(path, 'wx', 0o600).catch((cause: unknown) => {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new ClientError(
      isThere ? 'file-exists' : 'key-unreadable',
      isThere ? `${path} is there already.` : `${path} cannot be written.`,
      'Name another file: --output FILE',
      { cause },
    );
  });
  try {
    await handle.writeFile(pem);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return keyOf(pem);
}

/** Reads a key: PEM, PKCS #8. Throws `ClientError` code `key-unreadable`. */
export async function readSigningKey(path: string): Promise<SigningKey> {
  try {
    return keyOf(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ClientError(
      'key-unreadable',
      `The signing key ${path} cannot be read: it is not there, or no Ed25519 key in PEM.`,
      'Make one: vectorgate policy keygen. Or name yours: --key FILE',
      { cause },
    );
  }
}
