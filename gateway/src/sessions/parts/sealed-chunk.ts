import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

/*
 * The parts of a record, one after the other, each behind its salt, cut into chunks. A chunk on disk:
 *
 *   0   4  length of what follows (big-endian)
 *   4   1  coding: 0 as it is, 1 zstd
 *   5  12  nonce
 *   17  n  AES-256-GCM ciphertext
 *       16 tag
 *
 * Associated data: the record's leaf hash, the chunk's index, the number of chunks and the coding, so that no
 * chunk can stand in another record, at another place, or be left out.
 */

/** Plain bytes of every chunk but the last: 1 MiB. */
export const chunkBytes = 1024 * 1024;
export const saltBytes = 16;
export const nonceBytes = 12;
const tagBytes = 16;
/** Bytes of a chunk on disk beside its ciphertext. */
export const chunkOverhead = 4 + 1 + nonceBytes + tagBytes;

export type Coding = 0 | 1;

/** Written and given to the cipher at once, so one serves all. */
const data = Buffer.allocUnsafeSlow(41);

function associated(leaf: Uint8Array, index: number, count: number, coding: number): Buffer {
  data.set(leaf, 0);
  data.writeUInt32BE(index, 32);
  data.writeUInt32BE(count, 36);
  data[40] = coding;
  return data;
}

export interface ChunkPlace {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly count: number;
}

/** A chunk that was encrypted, not yet in its form on disk. */
export interface SealedChunk {
  readonly coding: Coding;
  readonly nonce: Uint8Array;
  readonly bytes: Buffer;
  readonly tag: Buffer;
}

/** Encrypts one chunk. */
export function sealChunk(
  bytes: Uint8Array,
  coding: Coding,
  key: KeyObject,
  nonce: Uint8Array,
  at: ChunkPlace,
): SealedChunk {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associated(at.leaf, at.index, at.count, coding));
  const sealed = cipher.update(bytes);
  cipher.final();
  return { coding, nonce, bytes: sealed, tag: cipher.getAuthTag() };
}

/** Writes a chunk in its form on disk; returns the offset behind it. */
export function writeChunk(target: Buffer, at: number, { coding, nonce, bytes, tag }: SealedChunk): number {
  const end = at + chunkOverhead + bytes.length;
  target.writeUInt32BE(end - at - 4, at);
  target[at + 4] = coding;
  target.set(nonce, at + 5);
  target.set(bytes, at + 5 + nonceBytes);
  target.set(tag, end - tagBytes);
  return end;
}

/** Decrypts the chunk without its length field. Throws when it is not what was written at this place. */
export function openChunk(
  chunk: Uint8Array,
  key: KeyObject,
  at: ChunkPlace,
): { coding: number; bytes: Buffer } {
  const coding = chunk[0] ?? 0;
  const decipher = createDecipheriv('aes-256-gcm', key, chunk.subarray(1, 1 + nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(associated(at.leaf, at.index, at.count, coding));
  decipher.setAuthTag(chunk.subarray(chunk.length - tagBytes));
  const bytes = decipher.update(chunk.subarray(1 + nonceBytes, chunk.length - tagBytes));
  decipher.final();
  return { coding, bytes };
}
