import { isUtf8 } from 'node:buffer';
import { hasControl, hasZero, wordsOf } from './byte-words.ts';
import { countCommas } from './count-numbers.ts';
import { JsonMembers } from './json-members.ts';
import type { JsonDocument, JsonNode } from './json-node.ts';
import { type JsonProblem, JsonReadError } from './json-read-error.ts';
import { readKey } from './known-keys.ts';
import { decodeString } from './string-text.ts';

export interface ReadJsonOptions {
  /**
   * True: arrays that begin with a number and hold no text, array or object are crossed by their closing bracket
   * without looking at each item. For answers of a store, whose vectors are large; never for requests.
   */
  readonly skipNumbers?: boolean;
  /** Members of the root that hold vectors, which nobody turns into numbers: each of their lists counts as one value,
   * and is crossed without looking at each number. */
  readonly vectors?: ReadonlySet<string>;
}

const deepest = 64;
/**
 * Values a text may hold, vectors counting as one each. A node takes many times the bytes of the value it stands
 * for: without this, a body within its limit of bytes fills the memory and stops the process for everybody.
 */
const mostValues = 500_000;
/** The same for what a store answers: larger, for the caller pays for it by what the store has to hold. */
const mostAnswered = 2_000_000;
const noVectors: ReadonlySet<string> = new Set();
const noMembers = new JsonMembers();
const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;
const colon = 0x3a;
const minus = 0x2d;

/** 1: white space. 2: digit. */
const kindOf = new Uint8Array(256);
for (const c of ' \n\r\t') kindOf[c.charCodeAt(0)] = 1;
for (const c of '0123456789') kindOf[c.charCodeAt(0)] = 2;

class Reader {
  readonly #json: Buffer;
  readonly #words: Int32Array;
  readonly #skipNumbers: boolean;
  readonly #vectors: ReadonlySet<string>;
  /** True while a member of the root that holds vectors is read. */
  #inVectors = false;
  /** Values that may still come. */
  #left: number;
  #at = 0;
  /** Where the next quote and the next brace stand, so that a text without any is searched once. */
  #nextQuote = -1;
  #nextBrace = -1;

  constructor(json: Buffer, { skipNumbers = false, vectors = noVectors }: ReadJsonOptions) {
    this.#json = json;
    this.#words = wordsOf(json);
    this.#skipNumbers = skipNumbers;
    this.#vectors = vectors;
    this.#left = skipNumbers ? mostAnswered : mostValues;
  }

  document(): JsonNode {
    const root = this.#value(0);
    this.#space();
    if (this.#at < this.#json.length) this.#fail('json-trailing-data', 'something follows the value');
    return root;
  }

  #fail(problem: JsonProblem, message: string, offset = this.#at): never {
    throw new JsonReadError(problem, message, offset);
  }

  #spend(values: number): void {
    this.#left -= values;
    if (this.#left >= 0) return;
    const most = this.#skipNumbers ? mostAnswered : mostValues;
    this.#fail('json-size', `the text holds more than ${most.toLocaleString('en')} values`);
  }

  #space(): void {
    while (kindOf[this.#json[this.#at]!] === 1) this.#at++;
  }

  #value(depth: number): JsonNode {
    this.#space();
    const start = this.#at;
    this.#spend(1);
    const byte = this.#json[start];
    switch (byte) {
      case quote: {
        const escaped = this.#string();
        return { kind: 'string', start, end: this.#at, escaped };
      }
      case openBrace:
        return this.#object(start, depth + 1);
      case openBracket:
        return this.#array(start, depth + 1);
      case 0x74:
        return this.#word(start, 'true');
      case 0x66:
        return this.#word(start, 'false');
      case 0x6e:
        return this.#word(start, 'null');
      default:
        if (byte === undefined) this.#fail('json-syntax', 'the text ends where a value is due');
        this.#number();
        return { kind: 'number', start, end: this.#at };
    }
  }

  #word(start: number, word: 'true' | 'false' | 'null'): JsonNode {
    for (let i = 0; i < word.length; i++) {
      if (this.#json[start + i] !== word.charCodeAt(i))
        this.#fail('json-syntax', 'no JSON value stands here');
    }
    this.#at = start + word.length;
    return { kind: word, start, end: this.#at };
  }

  /** Crosses a string; returns whether it holds a backslash. Escapes are checked when it is decoded. */
  #string(): boolean {
    const json = this.#json;
    const words = this.#words;
    const offset = json.byteOffset;
    let i = this.#at + 1;
    let escaped = false;
    for (;;) {
      if (((offset + i) & 3) === 0) {
        // Texts are long, and what ends them is rare.
        const first = (offset + i) >> 2;
        let w = first;
        while (w < words.length) {
          const word = words[w]!;
          if ((hasZero(word ^ 0x22222222) | hasZero(word ^ 0x5c5c5c5c) | hasControl(word)) !== 0) break;
          w++;
        }
        i += (w - first) << 2;
      }
      const byte = json[i];
      if (byte === quote) break;
      if (byte === undefined) this.#fail('json-syntax', 'a string does not end');
      if (byte < 0x20) this.#fail('json-control-character', 'a control character stands bare in a string', i);
      if (byte === backslash) {
        escaped = true;
        i++;
        if (json[i] === undefined) this.#fail('json-syntax', 'a string does not end');
      }
      i++;
    }
    const start = this.#at;
    this.#at = i + 1;
    // A lone surrogate or a bad escape is found by decoding, which also every reader after us would do.
    if (escaped) decodeString(json, start, this.#at);
    return escaped;
  }

  #object(start: number, depth: number): JsonNode {
    if (depth > deepest) this.#fail('json-depth', `the text is nested deeper than ${deepest} levels`);
    this.#at++;
    this.#space();
    if (this.#json[this.#at] === closeBrace) {
      this.#at++;
      return { kind: 'object', start, end: this.#at, members: noMembers };
    }
    const members = new JsonMembers();
    for (;;) {
      this.#space();
      const keyStart = this.#at;
      if (this.#json[keyStart] !== quote) this.#fail('json-syntax', 'an object member has no key');
      const escaped = this.#string();
      const key = escaped
        ? decodeString(this.#json, keyStart, this.#at)
        : readKey(this.#json, keyStart + 1, this.#at - 1);
      if (members.has(key)) this.#fail('json-duplicate-key', 'an object names the same key twice', keyStart);
      this.#space();
      if (this.#json[this.#at] !== colon) this.#fail('json-syntax', 'a colon is missing after a key');
      this.#at++;
      if (depth === 1) this.#inVectors = this.#vectors.has(key);
      members.add({ key, keyStart, value: this.#value(depth) });
      this.#space();
      const next = this.#json[this.#at++];
      if (next === closeBrace) return { kind: 'object', start, end: this.#at, members };
      if (next !== comma) this.#fail('json-syntax', 'an object is not closed', this.#at - 1);
    }
  }

  #array(start: number, depth: number): JsonNode {
    if (depth > deepest) this.#fail('json-depth', `the text is nested deeper than ${deepest} levels`);
    this.#at++;
    this.#space();
    const first = this.#json[this.#at]!;
    if (first === closeBracket) {
      this.#at++;
      return { kind: 'array', start, end: this.#at, items: [] };
    }
    if (kindOf[first] === 2 || first === minus) {
      const numbers = this.#numbers(start);
      if (numbers !== undefined) return numbers;
    }
    const items: JsonNode[] = [];
    for (;;) {
      items.push(this.#value(depth));
      this.#space();
      const next = this.#json[this.#at++];
      if (next === closeBracket) return { kind: 'array', start, end: this.#at, items };
      if (next !== comma) this.#fail('json-syntax', 'an array is not closed', this.#at - 1);
    }
  }

  /** An array of numbers and nothing else, or nothing (and no byte crossed) when it holds something else. */
  #numbers(start: number): JsonNode | undefined {
    const json = this.#json;
    const first = this.#at;
    if (this.#skipNumbers) {
      const end = json.indexOf(closeBracket, first);
      if (end < 0) this.#fail('json-syntax', 'an array is not closed');
      if (this.#nextQuote < first) this.#nextQuote = this.#find(quote, first);
      if (this.#nextBrace < first) this.#nextBrace = this.#find(openBrace, first);
      const inner = json.indexOf(openBracket, first);
      if (this.#nextQuote > end && this.#nextBrace > end && (inner < 0 || inner > end)) {
        this.#at = end + 1;
        return { kind: 'numbers', start, end: this.#at };
      }
      return undefined;
    }
    if (this.#inVectors) return this.#vector(start);
    for (let count = 1; ; count++) {
      this.#space();
      const byte = json[this.#at]!;
      if (kindOf[byte] !== 2 && byte !== minus) {
        this.#at = first;
        return undefined;
      }
      this.#number();
      this.#space();
      const next = json[this.#at++];
      if (next === closeBracket) {
        this.#spend(count);
        return { kind: 'numbers', start, end: this.#at, count };
      }
      if (next !== comma) this.#fail('json-syntax', 'an array is not closed', this.#at - 1);
    }
  }

  /**
   * A vector of a request: crossed to its bracket, when nothing stands before that which no number is made of. Whether
   * each number is one is the store's to say: where the list ends, all readers agree.
   */
  #vector(start: number): JsonNode | undefined {
    const first = this.#at;
    const end = this.#json.indexOf(closeBracket, first);
    const commas = end < 0 ? -1 : countCommas(this.#json, first, end);
    if (commas < 0) return undefined;
    this.#at = end + 1;
    return { kind: 'numbers', start, end: this.#at, count: commas + 1 };
  }

  #find(byte: number, from: number): number {
    const found = this.#json.indexOf(byte, from);
    return found < 0 ? Number.POSITIVE_INFINITY : found;
  }

  /** Crosses a number of RFC 8259's grammar. */
  #number(): void {
    const json = this.#json;
    let i = this.#at;
    if (json[i] === minus) i++;
    const whole = i;
    while (kindOf[json[i]!] === 2) i++;
    if (i === whole || (i - whole > 1 && json[whole] === 0x30))
      this.#fail('json-syntax', 'no JSON value stands here');
    if (json[i] === 0x2e) {
      const fraction = ++i;
      while (kindOf[json[i]!] === 2) i++;
      if (i === fraction) this.#fail('json-syntax', 'a number lacks digits');
    }
    if (json[i] === 0x65 || json[i] === 0x45) {
      i++;
      if (json[i] === 0x2b || json[i] === minus) i++;
      const exponent = i;
      while (kindOf[json[i]!] === 2) i++;
      if (i === exponent) this.#fail('json-syntax', 'a number lacks digits');
    }
    this.#at = i;
  }
}

/**
 * Reads a JSON text so strictly that no other reader can read it differently: UTF-8 without byte order mark, no key
 * twice (after decoding escapes), no lone surrogate, nothing after the value, at most 64 levels, and no
 * more values than the process can hold for many callers at once. Numbers stay text. Throws `JsonReadError`.
 */
export function readJson(body: Uint8Array, options: ReadJsonOptions = {}): JsonDocument {
  // The very same buffer when it is one: an answer that nothing touches is delivered as it came.
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (bytes.length === 0) throw new JsonReadError('json-empty', 'there is no text', 0);
  if (bytes[0] === 0xef && bytes[1] === 0xbb) {
    throw new JsonReadError('json-byte-order-mark', 'the text begins with a byte order mark', 0);
  }
  if (!isUtf8(bytes)) throw new JsonReadError('json-encoding', 'the text is not UTF-8', 0);
  return { bytes, root: new Reader(bytes, options).document() };
}
