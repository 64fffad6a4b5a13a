import { sha256 } from '@noble/hashes/sha2.js';

/** What the chain starts from. */
export const chainStart: Uint8Array = new Uint8Array(32);

/** The next link of the chain of records: SHA-256(chain hash before ‖ leaf hash). */
export function chainHash(previous: Uint8Array, leaf: Uint8Array): Uint8Array {
  const link = new Uint8Array(64);
  link.set(previous, 0);
  link.set(leaf, 32);
  return sha256(link);
}
