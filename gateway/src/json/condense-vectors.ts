import { hash } from 'node:crypto';
import { countCommas } from './count-numbers.ts';

const quote = 0x22;
const backslash = 0x5c;
const open = 0x5b;
const close = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;
const colon = 0x3a;

/** Arrays of fewer numbers are kept: they are values, not vectors. */
const shortest = 8;

/** True when a byte can stand in an array of numbers: digits, signs, point, exponent, comma, white space. */
const numeric = new Uint8Array(256);
for (const c of '0123456789+-.eE, \n\r\t') numeric[c.charCodeAt(0)] = 1;

const isSpace = new Uint8Array(256);
for (const c of ' \n\r\t') isSpace[c.charCodeAt(0)] = 1;

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

/** The index after the value that begins at `at`, of JSON text. */
function afterValue(json: Buffer, at: number): number {
  let depth = 0;
  for (let i = at; i < json.length; i++) {
    const byte = json[i];
    if (byte === quote) i = afterString(json, i) - 1;
    else if (byte === open || byte === openBrace) depth++;
    else if (byte === close || byte === closeBrace) {
      depth--;
      if (depth <= 0) return depth < 0 ? i : i + 1;
    } else if (byte === comma && depth === 0) return i;
  }
  return json.length;
}

/** The index of the value of the member whose key ends before `at`; undefined where that was no key. */
function valueAt(json: Buffer, at: number): number | undefined {
  let i = at;
  while (isSpace[json[i] ?? 0] === 1) i++;
  return json[i] === colon ? i + 1 : undefined;
}

/** Which members are left as they are, as they hold no vectors. */
export interface KeptMembers {
  /** Their key, in its quotes. */
  readonly key: Buffer;
  /** Keys, in their quotes, of members below which that key is a vector's name. */
  readonly notBelow: readonly Buffer[];
}

const isAt = (json: Buffer, text: Buffer, at: number, end: number): boolean =>
  end - at === text.length && json.compare(text, 0, text.length, at, end) === 0;

/**
 * Replaces every long array of numbers in JSON text by `{"dimension":n,"sha256":"…"}`, the digest over the array's
 * exact bytes: a raw vector in a record is of no use to a reader and can be turned back into text by others
 * (DESIGN.md, The record). All other bytes stay as they are; text that is not JSON is returned unchanged.
 */
export function condenseVectors(body: Uint8Array, kept?: KeptMembers): Uint8Array {
  const json = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const pieces: Uint8Array[] = [];
  let copied = 0;
  let at = 0;
  /** Whether it goes through a member that holds vectors by their names, and how deep. */
  let below = false;
  let depth = 0;
  while (at < json.length) {
    const byte = json[at];
    if (byte === quote) {
      const start = at;
      const end = afterString(json, at);
      at = end;
      if (kept === undefined || depth > 0) continue;
      if (isAt(json, kept.key, start, end)) {
        const value = valueAt(json, end);
        if (value !== undefined) at = afterValue(json, value);
      } else if (kept.notBelow.some((key) => isAt(json, key, start, end))) {
        let value = valueAt(json, end);
        while (value !== undefined && isSpace[json[value] ?? 0] === 1) value++;
        // From its first bracket to the last there are names. The loop goes on with what is in it.
        if (value !== undefined && (json[value] === open || json[value] === openBrace)) {
          at = value;
          below = true;
        }
      }
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
            json.subarray(copied, at),
            Buffer.from(`{"dimension":${commas + 1},"sha256":"${digest}"}`),
          );
          copied = end + 1;
          at = copied;
          if (depth === 0) below = false;
          continue;
        }
      }
    }
    if (below) {
      if (byte === open || byte === openBrace) depth++;
      else if (byte === close || byte === closeBrace) depth--;
      if (depth === 0) below = false;
    }
    at++;
  }
  if (pieces.length === 0) return body;
  pieces.push(json.subarray(copied));
  return Buffer.concat(pieces);
}
