import type { webcrypto } from 'node:crypto';
import { type Configuration, type DPoPHandle, getDPoPHandle } from 'openid-client';

/** The private key (ES256, as a JWK) that a sign-in is bound to: RFC 9449. Kept where its refresh token is kept. */
export type BindingKey = webcrypto.JsonWebKey;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const { subtle } = globalThis.crypto;

/** A new key for a new sign-in. */
export async function newBindingKey(): Promise<BindingKey> {
  const { privateKey } = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return subtle.exportKey('jwk', privateKey);
}

/** What proves to the gateway, with each request for tokens, that this program has the key. Throws `DataError` for no key. */
export async function proofOf(client: Configuration, key: BindingKey): Promise<DPoPHandle> {
  const { d: _, key_ops: __, ...open } = key;
  const [privateKey, publicKey] = await Promise.all([
    subtle.importKey('jwk', key, algorithm, false, ['sign']),
    subtle.importKey('jwk', open, algorithm, true, ['verify']),
  ]);
  return getDPoPHandle(client, { privateKey, publicKey });
}

/** Whether something that was read has the form of such a key. */
export const isBindingKey = (value: unknown): value is BindingKey =>
  typeof value === 'object' &&
  value !== null &&
  'kty' in value &&
  value.kty === 'EC' &&
  ['x', 'y', 'd'].every((part) => typeof Reflect.get(value, part) === 'string');
