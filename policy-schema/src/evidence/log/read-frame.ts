import { crc32 } from './crc32.ts';

/*
 * One frame of a segment: magic (4 bytes), CRC-32 of all that follows (u32), length of the record (u32), distance from
 * the start of its batch (u32), chain hash (32), and the record: length of its header (u32), the header, its sealed
 * parts. Big-endian.
 */

/** Bytes of a frame before its record. */
export const frameHeadBytes = 48;
const magic = 0xf7_56_47_01;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** Bytes of the whole frame that begins here; undefined when none does. */
export function frameLength(head: Uint8Array): number | undefined {
  if (head.length < frameHeadBytes || viewOf(head).getUint32(0) !== magic) return undefined;
  return frameHeadBytes + viewOf(head).getUint32(8);
}

/** Whether the bytes of a frame are as they were written, by their CRC. */
export const isIntact = (frame: Uint8Array): boolean =>
  viewOf(frame).getUint32(4) === crc32(frame.subarray(8));

/** The chain hash that a frame says it has. */
export const chainOf = (frame: Uint8Array): Uint8Array => frame.slice(16, frameHeadBytes);

/** The header's exact bytes; undefined when it has no end. */
export function headerOf(frame: Uint8Array): Uint8Array | undefined {
  const room = frame.length - frameHeadBytes - 4;
  const length = room < 0 ? 0 : viewOf(frame).getUint32(frameHeadBytes);
  if (length < 2 || length > room) return undefined;
  return frame.subarray(frameHeadBytes + 4, frameHeadBytes + 4 + length);
}
