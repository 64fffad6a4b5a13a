import { isAlphanumeric, isDigit, isHex, isLetter } from '../bytes.ts';
import { characterLength } from '../characters.ts';
import { compatibleAscii, isCombining, isInvisible } from './compatible-characters.ts';
import { entityAt } from './entities.ts';

/** What stands at a place. Reused from place to place. */
export interface Decoded {
  /** Bytes of the text that are read as one. */
  length: number;
  /** The code point that they mean; -1: nothing; from `rawByte` on: a byte of a sequence. */
  code: number;
  /** True when spaces before it go as well. */
  tight: boolean;
}

/** Longest tag that is taken for one. */
const longestTag = 512;

/** Tags that may stand inside a word or a number; all others end a line. */
const inline = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark o:p q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);

const hexValue = (byte: number): number => (byte < 0x3a ? byte - 0x30 : (byte | 0x20) - 0x57);

function hexAt(bytes: Uint8Array, at: number, digits: number, end: number): number {
  if (at + digits > end) return -1;
  let value = 0;
  for (let i = at; i < at + digits; i++) {
    if (isHex[bytes[i]!] === 0) return -1;
    value = value * 16 + hexValue(bytes[i]!);
  }
  return value;
}

const set = (out: Decoded, length: number, code: number): true => {
  out.length = length;
  out.code = code;
  out.tight = false;
  return true;
};

/** A byte of a UTF-8 sequence that was written as `%C3%A9`: marked for the writer, which puts it as it is. */
export const rawByte = 0x200000;
const byteOrRaw = (value: number): number => (value < 0x80 ? value : rawByte + value);

function backslash(bytes: Uint8Array, at: number, end: number, out: Decoded): boolean {
  const kind = bytes[at + 1];
  if (at + 1 >= end || kind === undefined) return false;
  if (kind === 0x75 && bytes[at + 2] === 0x7b) {
    let i = at + 3;
    let value = 0;
    while (i < end && i < at + 9 && isHex[bytes[i]!] === 1) value = value * 16 + hexValue(bytes[i++]!);
    return bytes[i] === 0x7d && i > at + 3 && value < 0x110000 && set(out, i + 1 - at, value);
  }
  if (kind === 0x75 || kind === 0x78) {
    const digits = kind === 0x75 ? 4 : 2;
    const value = hexAt(bytes, at + 2, digits, end);
    if (value < 0 || (value >= 0xd800 && value < 0xe000)) return false;
    return set(out, 2 + digits, kind === 0x78 ? byteOrRaw(value) : value);
  }
  if (kind === 0x6e || kind === 0x72 || kind === 0x74) {
    // Not the folder of a Windows path: there letters go on.
    return set(out, 2, kind === 0x74 ? 0x09 : 0x0a);
  }
  return kind < 0x80 && kind > 0x20 && isAlphanumeric[kind] === 0 && set(out, 2, kind);
}

function tag(bytes: Buffer, at: number, end: number, out: Decoded): boolean {
  let i = at + 1;
  const last = Math.min(end, at + longestTag);
  if (bytes[i] === 0x21 && bytes[i + 1] === 0x2d && bytes[i + 2] === 0x2d) {
    const close = bytes.subarray(at, last).indexOf('-->');
    return close > 0 && set(out, close + 3, -1);
  }
  if (bytes[i] === 0x2f) i++;
  const name = i;
  if (i >= end || isLetter[bytes[i]!] === 0) return false;
  while (i < last && (isAlphanumeric[bytes[i]!] === 1 || bytes[i] === 0x3a)) i++;
  const word = bytes.toString('latin1', name, i).toLowerCase();
  const after = bytes[i];
  if (
    after !== 0x3e &&
    after !== 0x2f &&
    after !== 0x20 &&
    after !== 0x0a &&
    after !== 0x0d &&
    after !== 0x09
  )
    return false;
  while (i < last && bytes[i] !== 0x3e) if (bytes[i++] === 0x3c) return false;
  return bytes[i] === 0x3e && i < last && set(out, i + 1 - at, inline.has(word) ? -1 : 0x0a);
}

const opening = new Map([
  [0x28, 0x29],
  [0x5b, 0x5d],
  [0x7b, 0x7d],
]);

const spelled: readonly (readonly [word: string, code: number])[] = [
  ['at', 0x40],
  ['dot', 0x2e],
  ['punkt', 0x2e],
];

/** `[at]`, `(dot)` and their like, with the spaces around them: written so that programs shall not find an address. */
function spelledSign(bytes: Buffer, at: number, end: number, out: Decoded): boolean {
  let i = at + 1;
  if (bytes[i] === 0x20) i++;
  const two = ((bytes[i]! | 0x20) << 8) | (bytes[i + 1]! | 0x20);
  if (two !== 0x6174 && two !== 0x646f && two !== 0x7075) return false;
  const text = bytes.toString('latin1', i, Math.min(end, i + 5)).toLowerCase();
  const sign = spelled.find(([word]) => text.startsWith(word));
  if (sign === undefined) return false;
  i += sign[0].length;
  if (bytes[i] === 0x20) i++;
  if (i >= end || bytes[i] !== opening.get(bytes[at]!)) return false;
  i++;
  while (i < end && i < at + 12 && bytes[i] === 0x20) i++;
  set(out, i - at, sign[1]);
  out.tight = true;
  return true;
}

const isJoint = (byte: number | undefined): boolean =>
  byte === 0x2e || byte === 0x2d || byte === 0x5f || byte === 0x2b;

/** A line break inside a value: beside an at sign, or where a line ends in a dot or hyphen and small letters go on. */
function lineBreak(bytes: Uint8Array, at: number, start: number, end: number, out: Decoded): boolean {
  let from = at;
  if (bytes[from] === 0x0d && bytes[from + 1] === 0x0a) from++;
  let to = from + 1;
  while (to < end && to < from + 12 && (bytes[to] === 0x20 || bytes[to] === 0x09 || bytes[to] === 0x3e)) to++;
  const before = at > start ? bytes[at - 1] : undefined;
  const next = to < end ? bytes[to]! : 0;
  const small = (next >= 0x61 && next <= 0x7a) || isDigit[next] === 1;
  if (before === 0x40 ? isAlphanumeric[next] === 0 : next !== 0x40 && !(isJoint(before) && small))
    return false;
  return set(out, to - at, -1);
}

function beyondAscii(bytes: Buffer, at: number, end: number, out: Decoded): boolean {
  const length = characterLength(bytes[at]!);
  if (at + length > end) return false;
  let code = bytes[at]! & (0xff >> (length + 1));
  for (let i = at + 1; i < at + length; i++) code = (code << 6) | (bytes[i]! & 0x3f);
  if (isInvisible(code)) return set(out, length, -1);
  // A mark over a digit is ornament; over a letter it spells.
  if (isCombining(code)) return isDigit[bytes[at - 1] ?? 0] === 1 && set(out, length, -1);
  const ascii = code < 0x660 ? 0 : compatibleAscii(code);
  return ascii !== 0 && set(out, length, ascii);
}

/**
 * Reads what stands at `at` for something else: escapes of JSON, HTML, URLs and mail, markup, characters without width
 * and those of other widths and scripts. Looks at a bounded piece.
 * @returns false when the byte means itself
 */
export function decodeAt(bytes: Buffer, at: number, start: number, end: number, out: Decoded): boolean {
  const byte = bytes[at]!;
  if (byte >= 0x80) return beyondAscii(bytes, at, end, out);
  switch (byte) {
    case 0x5c:
      return backslash(bytes, at, end, out);
    case 0x26: {
      const entity = entityAt(bytes, at, end);
      if (entity === undefined) return false;
      const [code, length] = entity;
      return set(out, length, isInvisible(code) ? -1 : code);
    }
    case 0x25: {
      const value = hexAt(bytes, at + 1, 2, end);
      return value >= 0x20 && set(out, 3, byteOrRaw(value));
    }
    case 0x3d: {
      if (bytes[at + 1] === 0x0a) return set(out, 2, -1);
      if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return set(out, 3, -1);
      const value = hexAt(bytes, at + 1, 2, end);
      return value >= 0x20 && set(out, 3, byteOrRaw(value));
    }
    case 0x3c:
      return tag(bytes, at, end, out);
    case 0x2a:
    case 0x7e:
      return bytes[at + 1] === byte && set(out, 2, -1);
    case 0x60:
      return set(out, 1, -1);
    case 0x0a:
    case 0x0d:
      return lineBreak(bytes, at, start, end, out);
    case 0x28:
    case 0x5b:
    case 0x7b:
      return spelledSign(bytes, at, end, out);
    default:
      return false;
  }
}
