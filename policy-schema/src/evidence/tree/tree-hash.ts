import { sha256 } from '@noble/hashes/sha2.js';

/** Bytes of every hash in a tree. */
export const hashBytes = 32;

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962 section 2.1). */
export const emptyRoot: Uint8Array = sha256(new Uint8Array());

/** The hash of a leaf: SHA-256(0x00 ‖ data) (RFC 6962 section 2.1). */
export function leafHash(data: Uint8Array): Uint8Array {
  const tagged = new Uint8Array(1 + data.length);
  tagged.set(data, 1);
  return sha256(tagged);
}

/** The hash of a node: SHA-256(0x01 ‖ left ‖ right) (RFC 6962 section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const tagged = new Uint8Array(1 + 2 * hashBytes);
  tagged[0] = 1;
  tagged.set(left, 1);
  tagged.set(right, 1 + hashBytes);
  return sha256(tagged);
}
