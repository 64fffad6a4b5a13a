import { isAlphanumeric, isDigit, isLetter } from './bytes.ts';
import { characterLength, characterStart, isBoundary, isWideDot } from './characters.ts';

const quote = 0x22;
const dot = 0x2e;
const hyphen = 0x2d;
const backslash = 0x5c;

const isLocal = new Uint8Array(256);
for (let byte = 0; byte < 128; byte++) {
  if (/[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]/.test(String.fromCharCode(byte))) isLocal[byte] = 1;
}

/** Longest local part that is followed back (RFC 5321 allows 64 octets). */
const longestLocal = 128;
/** Longest label in bytes that is followed: 63 of its ASCII form can stand for a multiple of them in UTF-8. */
const longestLabel = 192;
const mostLabels = 8;

/** The opening quotation mark of the quoted text that `closing` ends (RFC 5321, 4.1.2), or -1. */
function openingQuote(bytes: Uint8Array, closing: number, least: number): number {
  for (let i = closing - 1; i >= least; i--) {
    if (bytes[i] !== quote) continue;
    let slashes = 0;
    while (i - 1 - slashes >= least && bytes[i - 1 - slashes] === backslash) slashes++;
    if (slashes % 2 === 0) return i;
  }
  return -1;
}

/** Start of the local part that ends before `at`: every letter of every script counts, a quoted part as a whole. */
function localStart(bytes: Uint8Array, at: number, start: number): number {
  const least = Math.max(start, at - longestLocal);
  let from = at;
  while (from > least) {
    const before = bytes[from - 1]!;
    if (isLocal[before] === 1) from--;
    else if (before >= 0x80) {
      const character = characterStart(bytes, from - 1, start);
      if (isBoundary(bytes, character)) break;
      from = character;
    } else if (before === quote && (from === at || bytes[from] === dot)) {
      const opening = openingQuote(bytes, from - 1, least);
      if (opening < 0) break;
      from = opening;
      if (from === least || bytes[from - 1] !== dot) break;
    } else break;
  }
  return from;
}

/** End of the host name that begins at `at`, or 0: two labels at least, the last of two letters at least. */
function hostEnd(bytes: Uint8Array, at: number, end: number): number {
  let good = 0;
  let labels = 0;
  let i = at;
  while (labels < mostLabels) {
    const label = i;
    let letters = 0;
    let digits = 0;
    while (i < end && i - label < longestLabel) {
      const byte = bytes[i]!;
      if (isAlphanumeric[byte] === 1) {
        if (isLetter[byte] === 1) letters++;
        if (isDigit[byte] === 1) digits++;
        i++;
      } else if (byte === hyphen) i++;
      else if (byte >= 0x80 && !isWideDot(bytes, i) && !isBoundary(bytes, i)) {
        // One character of another script may be a whole word.
        letters += 2;
        i = Math.min(end, i + characterLength(byte));
      } else break;
    }
    if (i === label) break;
    labels++;
    if (labels > 1 && letters >= 2 && letters + digits > 0) good = bytes[i - 1] === hyphen ? i - 1 : i;
    if (i >= end) break;
    // An ideographic full stop ends a sentence once a host name stands before it.
    const length = bytes[i] === dot ? 1 : isWideDot(bytes, i) && (good === 0 || bytes[i] === 0xef) ? 3 : 0;
    if (length === 0 || i + length >= end) break;
    i += length;
  }
  return good;
}

/**
 * Finds the address around an at sign (also one written as `%40`, or in full width).
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
