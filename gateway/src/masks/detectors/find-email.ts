import { isAlphanumeric, isDigit, isLetter } from './bytes.ts';

const isLocal = new Uint8Array(256);
for (let byte = 0; byte < 128; byte++) {
  if (/[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/.test(String.fromCharCode(byte))) isLocal[byte] = 1;
}

/** Longest local part that is followed back (RFC 5321 allows 64 octets). */
const longestLocal = 128;

/** Length of a letter beyond ASCII that ends before `at` or starts at `at`: U+00C0 to U+07FF, two bytes. */
const letterBefore = (bytes: Uint8Array, at: number, start: number): number =>
  at - 2 >= start &&
  bytes[at - 1]! >= 0x80 &&
  bytes[at - 1]! < 0xc0 &&
  bytes[at - 2]! >= 0xc3 &&
  bytes[at - 2]! <= 0xdf
    ? 2
    : 0;
const letterAt = (bytes: Uint8Array, at: number, end: number): number =>
  at + 1 < end && bytes[at]! >= 0xc3 && bytes[at]! <= 0xdf && bytes[at + 1]! >= 0x80 && bytes[at + 1]! < 0xc0
    ? 2
    : 0;

function localStart(bytes: Uint8Array, at: number, start: number): number {
  let from = at;
  while (from > start && at - from < longestLocal) {
    if (isLocal[bytes[from - 1]!] === 1) from--;
    else {
      const letter = letterBefore(bytes, from, start);
      if (letter === 0) break;
      from -= letter;
    }
  }
  return from;
}

/** End of the host name that begins at `at`, or 0: two labels at least, the last of two letters at least. */
function hostEnd(bytes: Uint8Array, at: number, end: number): number {
  let good = 0;
  let labels = 0;
  let i = at;
  while (labels < 8) {
    const label = i;
    let letters = 0;
    let digits = 0;
    while (i < end && i - label < 64) {
      const byte = bytes[i]!;
      if (isAlphanumeric[byte] === 1) {
        if (isLetter[byte] === 1) letters++;
        if (isDigit[byte] === 1) digits++;
        i++;
      } else if (byte === 0x2d) i++;
      else {
        const letter = letterAt(bytes, i, end);
        if (letter === 0) break;
        letters++;
        i += letter;
      }
    }
    if (i === label) break;
    labels++;
    if (labels > 1 && letters >= 2 && letters + digits > 0) good = bytes[i - 1] === 0x2d ? i - 1 : i;
    if (bytes[i] !== 0x2e || i + 1 >= end) break;
    i++;
  }
  return good;
}

/**
 * Finds the address around an at sign (also one written as `%40`).
 * @returns start and end, or undefined
 */
export function findEmail(
  bytes: Uint8Array,
  at: number,
  signLength: number,
  start: number,
  end: number,
): [number, number] | undefined {
  const from = localStart(bytes, at, start);
  if (from === at) return undefined;
  const to = hostEnd(bytes, at + signLength, end);
  return to === 0 ? undefined : [from, to];
}
