/*
 * One frame of a segment:
 *
 *   0   4  magic F7 56 47 01 (F7 cannot occur in UTF-8, so no header can look like a frame)
 *   4   4  CRC-32 of everything after it: tells a whole frame without knowing its predecessor
 *   8   4  length of the record
 *   12  4  distance: bytes from the start of the batch that was synced together; all before that was durable already
 *   16 32  chain hash: SHA-256(chain hash of the frame before ‖ leaf hash of the record)
 *   48     record: length of its header (u32), the header, its sealed parts
 *
 * Numbers are big-endian. The leaf covers the header, and the header the hash of each part: so the chain stays
 * whole for somebody who was given the headers and only some of the parts.
 */

/** Bytes of a frame before its record. */
export const frameHeadBytes = 48;
/** The first bytes of every frame. */
export const frameMagic: Uint8Array = Uint8Array.of(0xf7, 0x56, 0x47, 0x01);
const magic = 0xf7_56_47_01;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/** The head of the frame at `offset`; undefined when there is no room or no magic for one. */
export function readFrameHead(
  bytes: Uint8Array,
  offset = 0,
): { readonly length: number; readonly distance: number } | undefined {
  if (offset + frameHeadBytes > bytes.length) return undefined;
  const view = viewOf(bytes);
  if (view.getUint32(offset) !== magic) return undefined;
  return { length: view.getUint32(offset + 8), distance: view.getUint32(offset + 12) };
}

/** Fills the head of a frame whose record stands behind it. */
export function writeFrameHead(
  frame: Uint8Array,
  chain: Uint8Array,
  distance: number,
  crc32: (bytes: Uint8Array) => number,
): void {
  frame.set(chain, 16);
  const view = viewOf(frame);
  view.setUint32(0, magic);
  view.setUint32(8, frame.length - frameHeadBytes);
  view.setUint32(12, distance);
  view.setUint32(4, crc32(frame.subarray(8)));
}

/** Whether a whole frame, as it was once written, fills `frame`, by its CRC. */
export const isIntact = (frame: Uint8Array, crc32: (bytes: Uint8Array) => number): boolean =>
  viewOf(frame).getUint32(4) === crc32(frame.subarray(8));

/** The chain hash that a frame says it has: a view. */
export const chainOf = (frame: Uint8Array): Uint8Array => frame.subarray(16, frameHeadBytes);

/** The header's exact bytes in a record; undefined when it has no end. */
export function headerIn<B extends Uint8Array>(record: B): B | undefined {
  const length = record.length < 4 ? -1 : viewOf(record).getUint32(0);
  return length < 2 || 4 + length > record.length ? undefined : (record.subarray(4, 4 + length) as B);
}
