import { hash } from 'node:crypto';

const quote = 0x22;
const backslash = 0x5c;
const open = 0x5b;
const close = 0x5d;
const comma = 0x2c;

/** Arrays of fewer numbers are kept: they are values, not vectors. */
const shortest = 8;

/** True when a byte can stand in an array of numbers: digits, signs, point, exponent, comma, white space. */
const numeric = new Uint8Array(256);
for (const c of '0123456789+-.eE, \n\r\t') numeric[c.charCodeAt(0)] = 1;

/** The index after the string that begins at `at`. */
function afterString(json: Buffer, at: number): number {
  let end = json.indexOf(quote, at + 1);
  while (end > 0) {
    let slashes = 0;
    while (json[end - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return end + 1;
    end = json.indexOf(quote, end + 1);
  }
  return json.length;
}

/** Commas in one byte range, or -1 when it holds a byte that stands in no array of numbers. */
function commasByByte(json: Buffer, from: number, to: number): number {
  let commas = 0;
  for (let i = from; i < to; i++) {
    const byte = json[i]!;
    if (byte === comma) commas++;
    else if (numeric[byte] === 0) return -1;
  }
  return commas;
}

/** Words that are counted together: each of the four counters in a word stays below 128. */
const block = 64;

/**
 * The same, four bytes at a time and without a branch for each: a megabyte of vectors stands in many answers. Of the
 * bytes of numbers only the exponent's `e` has one of the bits 0x40 and 0x80; blocks with such a byte are read by the
 * byte. A quotation mark cannot stand here: the caller knows where the next one is.
 */
function commasByWord(json: Buffer, words: Int32Array, from: number, to: number): number {
  const offset = json.byteOffset;
  const first = Math.min(to, from + ((4 - ((offset + from) & 3)) & 3));
  const last = first + ((to - first) & ~3);
  const head = commasByByte(json, from, first);
  const tail = commasByByte(json, last, to);
  if (head < 0 || tail < 0) return -1;
  let commas = head + tail;
  for (let i = (offset + first) >> 2, end = (offset + last) >> 2; i < end; i += block) {
    const stop = Math.min(i + block, end);
    let seen = 0;
    let counters = 0;
    for (let j = i; j < stop; j++) {
      const word = words[j]!;
      seen |= word;
      // 0x80 in every byte that is no comma: no carry, for no byte here has the bit 0x80.
      counters = (counters + ((~((word ^ 0x2c2c2c2c) + 0x7f7f7f7f) & 0x80808080) >>> 7)) | 0;
    }
    if ((seen & 0xc0c0c0c0) === 0) {
      commas += (counters & 0xff) + ((counters >> 8) & 0xff) + ((counters >> 16) & 0xff) + (counters >>> 24);
      continue;
    }
    const here = commasByByte(json, (i << 2) - offset, (stop << 2) - offset);
    if (here < 0) return -1;
    commas += here;
  }
  return commas;
}

/**
 * Replaces every long array of numbers in JSON text by `{"dimension":n,"sha256":"…"}`, the digest over the array's
 * exact bytes: a raw vector in a record is of no use to a reader and can be turned back into text by others
 * (DESIGN.md, The record). All other bytes stay as they are; text that is not JSON is returned unchanged.
 */
export function condenseVectors(body: Uint8Array): Uint8Array {
  const json = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const words = new Int32Array(body.buffer, 0, body.buffer.byteLength >> 2);
  const pieces: Uint8Array[] = [];
  let kept = 0;
  let at = 0;
  while (at < json.length) {
    const byte = json[at];
    if (byte === quote) {
      at = afterString(json, at);
      continue;
    }
    if (byte === open && numeric[json[at + 1] ?? 0] === 1) {
      const end = json.indexOf(close, at + 1);
      // The ends tell almost every other array, and a vector's first bytes tell it from a list that holds texts.
      if (
        end > at + 2 * shortest - 1 &&
        numeric[json[end - 1]!] === 1 &&
        commasByByte(json, at + 1, at + shortest) >= 0
      ) {
        const commas = json.subarray(at, end).includes(quote) ? -1 : commasByWord(json, words, at + 1, end);
        if (commas + 1 >= shortest) {
          const digest = hash('sha256', json.subarray(at, end + 1), 'hex');
          pieces.push(
            json.subarray(kept, at),
            Buffer.from(`{"dimension":${commas + 1},"sha256":"${digest}"}`),
          );
          kept = end + 1;
          at = kept;
          continue;
        }
      }
    }
    at++;
  }
  if (pieces.length === 0) return body;
  pieces.push(json.subarray(kept));
  return Buffer.concat(pieces);
}
