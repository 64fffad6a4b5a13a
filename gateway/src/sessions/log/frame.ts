import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { leafHash } from '../leaf-hash.ts';

/*
 * One frame of a segment:
 *
 *   0   4  magic F7 56 47 01 (F7 cannot occur in UTF-8, so no header can look like a frame)
 *   4   4  CRC-32 of everything after it: tells a whole frame without knowing its predecessor
 *   8   4  length of the record
 *   12  4  distance: bytes from the start of the batch that was synced together; all before that was durable already
 *   16 32  chain hash: SHA-256(chain hash of the frame before ‖ leaf hash of the record)
 *   48     record
 *
 * Numbers are big-endian. The leaf covers the header, and the header the hash of each part: so the chain stays
 * whole for somebody who was given the headers and only some of the parts.
 */

/** Bytes of a frame before its record. */
export const frameHead = 48;
/** The longest record a frame can hold: 2 GiB - 1. */
export const longestRecord = 2 ** 31 - 1;

const magic = 0xf7564701;
/** The first bytes of every frame. */
export const frameMagic: Uint8Array = Uint8Array.of(0xf7, 0x56, 0x47, 0x01);

/** A frame with room for a record of `length` bytes, which the caller writes from `frameHead` on. */
export const allocateFrame = (length: number): Buffer => Buffer.allocUnsafe(frameHead + length);

/** What is hashed for the next link: the chain hash before, and a leaf. */
const link = Buffer.allocUnsafeSlow(64);

function chainHash(previous: Uint8Array, leaf: Uint8Array): Buffer {
  link.set(previous, 0);
  link.set(leaf, 32);
  return hash('sha256', link, 'buffer');
}

/** Fills the head once the place in the chain is known. Returns the chain hash. */
export function closeFrame(frame: Buffer, leaf: Uint8Array, previous: Uint8Array, distance: number): Buffer {
  const chain = chainHash(previous, leaf);
  frame.set(chain, 16);
  frame.writeUInt32BE(magic, 0);
  frame.writeUInt32BE(frame.length - frameHead, 8);
  frame.writeUInt32BE(distance, 12);
  frame.writeUInt32BE(crc32(frame.subarray(8)), 4);
  return chain;
}

/** The head of the frame at `offset`; undefined when there is no room or no magic for one. */
export function readHead(bytes: Buffer, offset: number): { length: number; distance: number } | undefined {
  if (offset + frameHead > bytes.length || bytes.readUInt32BE(offset) !== magic) return undefined;
  return { length: bytes.readUInt32BE(offset + 8), distance: bytes.readUInt32BE(offset + 12) };
}

/** Whether a whole frame, as it was once written, fills `frame`. */
export const isIntact = (frame: Buffer): boolean => crc32(frame.subarray(8)) === frame.readUInt32BE(4);

/** Whether the frame follows the one whose chain hash is `previous`. Returns its leaf and chain hash then. */
export function follows(frame: Buffer, previous: Uint8Array): { leaf: Buffer; chain: Buffer } | undefined {
  const header = headerOf(frame.subarray(frameHead));
  if (header === undefined) return undefined;
  const leaf = leafHash(header);
  const chain = chainHash(previous, leaf);
  return chain.equals(frame.subarray(16, frameHead)) ? { leaf, chain } : undefined;
}

/** The header's exact bytes in a record; undefined when it has no end. */
export function headerOf(record: Buffer): Buffer | undefined {
  const length = record.length < 4 ? -1 : record.readUInt32BE(0);
  return length < 2 || 4 + length > record.length ? undefined : record.subarray(4, 4 + length);
}
