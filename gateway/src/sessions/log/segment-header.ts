import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { SegmentFile } from './segment-files.ts';

/*
 * The start of a segment file: magic "VGLOG" 00 00 01, number of its first record (u64), chain hash of the
 * last record before it (32 bytes, zeros for the first), and 16 bytes of SHA-256 over those. Big-endian.
 */

/** Bytes of a segment before its first frame. */
export const segmentHead = 64;

const magic = Buffer.from('VGLOG\0\0\x01', 'latin1');

export interface SegmentHeader {
  /** Number of the segment's first record in the whole log, from 0. */
  readonly first: number;
  /** Chain hash of the record before it. */
  readonly previous: Buffer;
}

export function writeSegmentHeader({ first, previous }: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(segmentHead);
  bytes.set(magic, 0);
  bytes.writeBigUInt64BE(BigInt(first), 8);
  bytes.set(previous, 16);
  bytes.set(check(bytes), 48);
  return bytes;
}

/** Undefined when the bytes are no whole, undamaged segment header. */
export function readSegmentHeader(bytes: Buffer): SegmentHeader | undefined {
  if (bytes.length < segmentHead || !bytes.subarray(0, 8).equals(magic)) return undefined;
  if (!bytes.subarray(48, segmentHead).equals(check(bytes))) return undefined;
  return { first: Number(bytes.readBigUInt64BE(8)), previous: Buffer.from(bytes.subarray(16, 48)) };
}

/** Number of a segment's first record; undefined when its head is not whole. */
export async function readSegmentFirst({ path }: SegmentFile): Promise<number | undefined> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(segmentHead), 0, segmentHead, 0);
    return bytesRead < segmentHead ? undefined : readSegmentHeader(buffer)?.first;
  } finally {
    await handle.close();
  }
}

const check = (bytes: Buffer): Buffer => hash('sha256', bytes.subarray(0, 48), 'buffer').subarray(0, 16);
