import { hash } from 'node:crypto';
import { countCommas } from './count-numbers.ts';

const quote = 0x22;
const backslash = 0x5c;
const open = 0x5b;
const close = 0x5d;

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

/**
 * Replaces every long array of numbers in JSON text by `{"dimension":n,"sha256":"…"}`, the digest over the array's
 * exact bytes: a raw vector in a record is of no use to a reader and can be turned back into text by others
 * (DESIGN.md, The record). All other bytes stay as they are; text that is not JSON is returned unchanged.
 */
export function condenseVectors(body: Uint8Array): Uint8Array {
  const json = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
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
        countCommas(json, at + 1, at + shortest) >= 0
      ) {
        const commas = countCommas(json, at + 1, end);
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
