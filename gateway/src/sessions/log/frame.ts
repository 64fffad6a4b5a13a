import { frameHeadBytes, writeFrameHead } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';

/** The longest record a frame can hold: 2 GiB - 1. */
export const longestRecord = 2 ** 31 - 1;

/** A frame with room for a record of `length` bytes, which the caller writes behind its head. */
export const allocateFrame = (length: number): Buffer => Buffer.allocUnsafe(frameHeadBytes + length);

/** Fills the head once the place in the chain is known. Returns the chain hash. */
export function closeFrame(frame: Buffer, leaf: Uint8Array, previous: Uint8Array, distance: number): Buffer {
  const chain = nativeHashes.chain(previous, leaf);
  writeFrameHead(frame, chain, distance, nativeHashes.crc32);
  return chain;
}
