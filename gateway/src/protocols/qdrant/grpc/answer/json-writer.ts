import { hasControl, hasZero, wordsOf } from '../../../../json/byte-words.ts';

const quote = 0x22;
const backslash = 0x5c;
/** Shorter texts are copied byte by byte. */
const short = 24;

/** Whether so many bytes of two buffers are the same. */
export function isAt(one: Buffer, at: number, other: Buffer, start: number, length: number): boolean {
  if (length > short) return one.compare(other, start, start + length, at, at + length) === 0;
  for (let i = 0; i < length; i++) if (one[at + i] !== other[start + i]) return false;
  return true;
}

/** Writes JSON whose texts stand in one buffer of UTF-8 bytes: they are copied, never decoded. */
export class JsonWriter {
  readonly #source: Buffer;
  readonly #words: Int32Array;
  #json: Buffer;
  #at = 0;

  /** `expected`: bytes that it will most likely hold. */
  constructor(source: Buffer, expected: number) {
    this.#source = source;
    this.#words = wordsOf(source);
    this.#json = Buffer.allocUnsafeSlow(Math.max(64, expected));
  }

  get length(): number {
    return this.#at;
  }

  /** Forgets what was written, from a place on. */
  back(to = 0): void {
    this.#at = to;
  }

  /** What was written: a view until more is. */
  get written(): Buffer {
    return this.#json.subarray(0, this.#at);
  }

  /** Whether it holds what stands in `[start, end)` of other bytes. */
  equals(other: Buffer, start: number, end: number): boolean {
    return end - start === this.#at && isAt(this.#json, 0, other, start, this.#at);
  }

  byte(byte: number): void {
    this.#room(1);
    this.#json[this.#at++] = byte;
  }

  /** ASCII, as it is. */
  raw(text: string): void {
    this.#room(text.length);
    const json = this.#json;
    let at = this.#at;
    for (let i = 0; i < text.length; i++) json[at++] = text.charCodeAt(i);
    this.#at = at;
  }

  /** The string token of the text in `[start, end)` of the source. */
  text(start: number, end: number): void {
    this.#room(end - start + 2);
    this.#json[this.#at++] = quote;
    let from = start;
    for (;;) {
      const to = end - from <= short ? this.#copy(from, end) : this.#plain(from, end);
      if (to === end) break;
      // Six more bytes, and what is left.
      this.#room(end - to + 7);
      this.#escape(this.#source[to]!);
      from = to + 1;
    }
    this.#json[this.#at++] = quote;
  }

  /** Copies what needs no escape; returns where that ends. */
  #copy(from: number, end: number): number {
    const [source, json] = [this.#source, this.#json];
    let at = this.#at;
    let i = from;
    for (; i < end; i++) {
      const byte = source[i]!;
      if (byte < 0x20 || byte === quote || byte === backslash) break;
      json[at++] = byte;
    }
    this.#at = at;
    return i;
  }

  /** The same for long texts: four bytes are looked at together. */
  #plain(from: number, end: number): number {
    const source = this.#source;
    const offset = source.byteOffset;
    let i = from;
    for (; i < end; i++) {
      if (((offset + i) & 3) === 0) {
        const words = this.#words;
        const last = (offset + end) >> 2;
        let w = (offset + i) >> 2;
        const first = w;
        while (w < last) {
          const word = words[w]!;
          if ((hasZero(word ^ 0x22222222) | hasZero(word ^ 0x5c5c5c5c) | hasControl(word)) !== 0) break;
          w++;
        }
        i += (w - first) << 2;
        if (i >= end) break;
      }
      const byte = source[i]!;
      if (byte < 0x20 || byte === quote || byte === backslash) break;
    }
    this.#at += source.copy(this.#json, this.#at, from, i);
    return i;
  }

  #escape(byte: number): void {
    this.raw(
      byte === quote
        ? '\\"'
        : byte === backslash
          ? '\\\\'
          : byte === 0x0a
            ? '\\n'
            : `\\u${byte.toString(16).padStart(4, '0')}`,
    );
  }

  /** A whole number without sign, of two halves. */
  uint(low: number, high: number): void {
    const top = high >>> 0;
    this.raw(
      top < 0x20_0000
        ? String(top * 0x1_0000_0000 + (low >>> 0))
        : String((BigInt(top) << 32n) | BigInt(low >>> 0)),
    );
  }

  /** A whole number with its sign, of two halves. */
  int(low: number, high: number): void {
    this.raw(
      high >= -0x20_0000 && high < 0x20_0000
        ? String(high * 0x1_0000_0000 + (low >>> 0))
        : String((BigInt(high) << 32n) | BigInt(low >>> 0)),
    );
  }

  /** With a point or an exponent, so that it never looks like a whole number. JSON has no infinity: a text tells it. */
  double(value: number): void {
    if (!Number.isFinite(value)) this.raw(`"${value}"`);
    else if (Object.is(value, -0)) this.raw('-0.0');
    else {
      const text = String(value);
      this.raw(Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text);
    }
  }

  /** A number of 32 bits with about the fewest digits that tell it. */
  float(value: number): void {
    for (let digits = 7; digits <= 9; digits++) {
      const short = Number(value.toPrecision(digits));
      if (!Object.is(Math.fround(short), value)) continue;
      this.double(short);
      return;
    }
    this.double(value);
  }

  #room(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#json.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#json.length * 2));
    this.#json.copy(larger, 0, 0, this.#at);
    this.#json = larger;
  }
}
