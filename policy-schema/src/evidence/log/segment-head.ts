import { sha256 } from '@noble/hashes/sha2.js';
import { sameBytes } from '../tree/same-bytes.ts';

/*
 * The start of a segment, and of the leaf hashes that stay of one which was removed: magic (8 bytes), number of its
 * first record in the log (u64), chain hash of the record before that (32 bytes, zeros for the first), and the first
 * 16 bytes of SHA-256 over all of those. Big-endian.
 */

export const segmentHeadBytes = 64;

/** "VGLOG" 00 00 01: records follow. "VGLEAF" 00 01: hashes of leaves follow, 32 bytes each. */
export const segmentMagics = {
  records: Uint8Array.of(0x56, 0x47, 0x4c, 0x4f, 0x47, 0, 0, 1),
  leaves: Uint8Array.of(0x56, 0x47, 0x4c, 0x45, 0x41, 0x46, 0, 1),
} as const;

export interface SegmentHead {
  readonly first: number;
  readonly previous: Uint8Array;
}

/** Undefined when the bytes are no whole, undamaged head of that kind. */
export function readSegmentHead(
  bytes: Uint8Array,
  kind: keyof typeof segmentMagics,
): SegmentHead | undefined {
  if (bytes.length < segmentHeadBytes || !sameBytes(bytes.subarray(0, 8), segmentMagics[kind]))
    return undefined;
  if (!sameBytes(bytes.subarray(48, 64), sha256(bytes.subarray(0, 48)).subarray(0, 16))) return undefined;
  const first = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(8);
  return { first: Number(first), previous: bytes.slice(16, 48) };
}

export function writeSegmentHead(
  { first, previous }: SegmentHead,
  kind: keyof typeof segmentMagics,
): Uint8Array {
  const bytes = new Uint8Array(segmentHeadBytes);
  bytes.set(segmentMagics[kind], 0);
  new DataView(bytes.buffer).setBigUint64(8, BigInt(first));
  bytes.set(previous, 16);
  bytes.set(sha256(bytes.subarray(0, 48)).subarray(0, 16), 48);
  return bytes;
}
