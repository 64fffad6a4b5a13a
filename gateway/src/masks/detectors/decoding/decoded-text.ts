import { isUtf8 } from 'node:buffer';
import { type Decoded, decodeAt, rawByte } from './decode-at.ts';

/** A text as people read it, and where in the written text each of its bytes comes from. */
export class DecodedText {
  readonly bytes: Buffer;
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;

  constructor(bytes: Buffer, from: Uint32Array, to: Uint32Array) {
    this.bytes = bytes;
    this.#from = from;
    this.#to = to;
  }

  /** Where what is read as the byte at `place` begins in the written text. */
  start(place: number): number {
    return this.#from[place]!;
  }

  /** Where what is read as the byte before `place` ends in the written text. */
  end(place: number): number {
    return this.#to[place - 1]!;
  }
}

/** Bytes at which something may stand for something else. Every other byte means itself. */
export const mayDecode = new Uint8Array(256);
for (const character of '\\&%=<*~`\n\r([{') mayDecode[character.charCodeAt(0)] = 1;
// Leads of the sequences of invisible and compatible characters, combining marks and decimal digits.
for (const lead of [0xc2, 0xcc, 0xcd, 0xd8, 0xd9, 0xdb, 0xdf, 0xe0, 0xe1, 0xe2, 0xea, 0xef, 0xf0, 0xf3])
  mayDecode[lead] = 1;

const step: Decoded = { length: 0, code: 0, tight: false };

/** True when the byte at `at`, one that may, does stand for something else. */
export const decodes = (bytes: Buffer, at: number, start: number, end: number): boolean =>
  decodeAt(bytes, at, start, end, step);

/** Reads a text as people do; undefined: it says what is written. One pass. */
export function decodeText(bytes: Buffer, start: number, end: number): DecodedText | undefined {
  let first = start;
  while (first < end && !(mayDecode[bytes[first]!] === 1 && decodeAt(bytes, first, start, end, step)))
    first++;
  if (first === end) return undefined;
  // A code point never takes more bytes than what it is written with.
  const read = Buffer.allocUnsafe(end - start);
  const from = new Uint32Array(end - start);
  const to = new Uint32Array(end - start);
  const raw: number[] = [];
  let size = 0;
  const put = (byte: number, at: number, length: number): void => {
    read[size] = byte;
    from[size] = at;
    to[size] = at + length;
    size++;
  };
  for (let i = start; i < end; ) {
    const byte = bytes[i]!;
    if (i < first || mayDecode[byte] === 0 || !decodeAt(bytes, i, start, end, step)) {
      put(byte, i, 1);
      i++;
      continue;
    }
    const { code, length } = step;
    if (step.tight) while (size > 0 && read[size - 1] === 0x20) size--;
    if (code >= rawByte) {
      raw.push(size);
      put(code - rawByte, i, length);
    } else if (code >= 0) {
      if (code < 0x80) put(code, i, length);
      else for (const part of Buffer.from(String.fromCodePoint(code))) put(part, i, length);
    }
    i += length;
  }
  const whole = read.subarray(0, size);
  if (raw.length > 0 && !isUtf8(whole)) for (const place of raw) whole[place] = 0x3f;
  return new DecodedText(whole, from, to);
}
