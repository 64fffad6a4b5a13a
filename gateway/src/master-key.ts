import { hkdfSync } from 'node:crypto';
import type { SecretReference } from './configuration/configuration.ts';
import { readSecret } from './configuration/read-secret.ts';
import { GateError } from './errors/gate-error.ts';

/**
 * Reads the master key: 32 bytes, written as 64 hex digits or as base64. Throws `GateError` code `master-key`.
 */
export const readMasterKey = (reference: SecretReference): Promise<Uint8Array> =>
  readKey(reference, 'the master key', 'master-key');

/** Reads the seed of a key that signs checkpoints, in the same form. Throws `GateError` code `signing-key`. */
export const readSigningKey = (reference: SecretReference, what: string): Promise<Uint8Array> =>
  readKey(reference, what, 'signing-key');

async function readKey(reference: SecretReference, what: string, code: string): Promise<Uint8Array> {
  const text = await readSecret(reference, what);
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length !== 32) {
    throw new GateError(
      code,
      `VectorGate cannot start: ${what} is not 32 bytes. Make one with: openssl rand -hex 32`,
    );
  }
  return key;
}

/** A key for one purpose, derived from the master key by HKDF-SHA-256 (RFC 5869): 32 bytes. */
export function deriveKey(masterKey: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, new Uint8Array(), `vectorgate ${purpose}`, 32));
}
