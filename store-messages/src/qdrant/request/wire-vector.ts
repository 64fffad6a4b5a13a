import { hash } from 'node:crypto';
import type { WireMessage } from '../../protobuf/wire-message.ts';

/** A list of numbers where it stands in a message, little-endian, four bytes each. */
export interface WireVector {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** Whether its numbers are floats; otherwise they are whole. */
  readonly floats: boolean;
}

/** Vectors of fewer numbers are recorded as they are, as those of REST are. */
const shortest = 8;

/** Floats of a list: in one piece, as clients send them, they are not copied. */
export function floatsOf(message: WireMessage, field: string): WireVector {
  const pieces = message.recordsOf(field).map(({ value, end }) => message.bytes.subarray(value, end));
  const bytes = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  return { bytes, count: bytes.length / 4, floats: true };
}

/** Whole numbers of 32 bits of a list: the places of a sparse vector. */
export function wholesOf(message: WireMessage, field: string): WireVector {
  const numbers = Uint32Array.from(message.scalars(field) as Iterable<number>);
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [i, number] of numbers.entries()) bytes.writeUInt32LE(number, i * 4);
  return { bytes, count: numbers.length, floats: false };
}

/** Several vectors of one length that stand in one list. */
export function splitVector({ bytes, count, floats }: WireVector, parts: number): WireVector[] {
  const each = count / parts;
  return Array.from({ length: parts }, (_, i) => ({
    bytes: bytes.subarray(i * each * 4, (i + 1) * each * 4),
    count: each,
    floats,
  }));
}

/** What a record keeps of a vector: dimension and digest, or a few numbers as they are. */
export function recordedVector({ bytes, count, floats }: WireVector): string {
  if (count >= shortest) return `{"dimension":${count},"sha256":"${hash('sha256', bytes, 'hex')}"}`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = Array.from({ length: count }, (_, i) =>
    floats ? view.getFloat32(i * 4, true) : view.getUint32(i * 4, true),
  );
  return JSON.stringify(numbers);
}
