import { isUtf8 } from 'node:buffer';
import { isAlphanumeric, isHex } from '../bytes.ts';

/** Shortest run that is read: 16 bytes of text in Base64, 12 in hexadecimal digits. */
const shortest = 24;
/** Every run of the shortest length holds two of these places and all between them. */
const stride = 16;
const width = shortest - stride;

const inRun = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  // Base64 and Base64url (RFC 4648, 4 and 5).
  if (isAlphanumeric[byte] === 1 || '+/-_'.includes(String.fromCharCode(byte))) inRun[byte] = 1;
}

/** A run of encoded text: its place and what it says. */
export interface EncodedRun {
  readonly start: number;
  readonly end: number;
  readonly text: Buffer;
}

/** Lines of mail have up to 76 characters; a run goes on behind a break after a long line. */
function runEnd(bytes: Uint8Array, at: number, end: number): number {
  let i = at;
  let line = at;
  for (;;) {
    while (i < end && inRun[bytes[i]!] === 1) i++;
    if (i - line < 60) break;
    let next = i;
    if (bytes[next] === 0x0d) next++;
    if (next >= end || bytes[next] !== 0x0a || next + 1 >= end || inRun[bytes[next + 1]!] === 0) break;
    i = next + 1;
    line = i;
  }
  while (i < end && bytes[i] === 0x3d) i++;
  return i;
}

function isText(bytes: Buffer): boolean {
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
    if (byte === 0x7f) return false;
  }
  return bytes.length > 0 && isUtf8(bytes);
}

function readRun(bytes: Buffer, start: number, end: number): Buffer | undefined {
  let hex = true;
  for (let i = start; i < end && hex; i++) hex = isHex[bytes[i]!] === 1;
  const written = bytes.toString('latin1', start, end);
  if (hex) {
    const text = Buffer.from(written, 'hex');
    if (isText(text)) return text;
  }
  const text = Buffer.from(written, 'base64');
  if (isText(text)) return text;
  // Windows writes text in two bytes for each character.
  if (text.length % 2 !== 0) return undefined;
  const wide = Buffer.from(text.toString('utf16le'));
  return text[1] === 0 && isText(wide) ? wide : undefined;
}

/** Finds runs of Base64 or hexadecimal digits that say a text. Linear: most bytes are not even looked at. */
export function encodedRuns(bytes: Buffer, start: number, end: number): EncodedRun[] {
  const runs: EncodedRun[] = [];
  let done = start;
  const last = end - width;
  for (let at = start; at <= last; at += stride) {
    // Most words are short: a place within one and the next few rarely all belong to a run.
    let inside = at + width - 1;
    while (inside >= at && inRun[bytes[inside]!] === 1) inside--;
    if (inside >= at || at < done) continue;
    let from = at;
    while (from > done && inRun[bytes[from - 1]!] === 1) from--;
    const to = runEnd(bytes, at, end);
    done = to;
    if (to - from < shortest) continue;
    const text = readRun(bytes, from, to);
    if (text !== undefined) runs.push({ start: from, end: to, text });
  }
  return runs;
}
