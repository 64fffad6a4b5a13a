import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * A session's data key under the master key: version 1 (1 byte), nonce (12), AES-256-GCM ciphertext (32), tag (16).
 * Associated data: the session's id, so that a wrapped key opens no other session.
 */

export const wrappedBytes = 61;

export function wrapKey(dataKey: Uint8Array, wrappingKey: Uint8Array, session: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey, nonce);
  cipher.setAAD(Buffer.from(session));
  return Buffer.concat([
    Uint8Array.of(1),
    nonce,
    cipher.update(dataKey),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** Undefined when it is no wrapped key of this session under this master key. */
export function unwrapKey(wrapped: Uint8Array, wrappingKey: Uint8Array, session: string): Buffer | undefined {
  if (wrapped.length !== wrappedBytes || wrapped[0] !== 1) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey, wrapped.subarray(1, 13), {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(session));
  decipher.setAuthTag(wrapped.subarray(45));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(13, 45)), decipher.final()]);
  } catch {
    return undefined;
  }
}
