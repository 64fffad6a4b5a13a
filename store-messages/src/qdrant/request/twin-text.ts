import { malformed } from './unreadable.ts';
import { recordedVector, type WireVector } from './wire-vector.ts';

const quote = 0x22;
const backslash = 0x5c;
/** Texts from so many bytes on are copied natively. */
const longText = 32;

/** A number with a point as JSON: it stays one, whatever its value. @throws MessageError for one that JSON has no words for */
export function doubleText(value: number, what: string): string {
  if (!Number.isFinite(value)) throw malformed(what, 'a number');
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The JSON text that a message stands for, as it is written. Vectors stand in it as `[index]` and beside it as they came. */
export class TwinText {
  #bytes = Buffer.allocUnsafe(512);
  #length = 0;
  readonly vectors: WireVector[] = [];
  /** Where each vector's index begins in the text. */
  readonly #places: number[] = [];

  #reserve(more: number): Buffer {
    const least = this.#length + more;
    if (least > this.#bytes.length) {
      const longer = Buffer.allocUnsafe(Math.max(least, this.#bytes.length * 2));
      this.#bytes.copy(longer, 0, 0, this.#length);
      this.#bytes = longer;
    }
    return this.#bytes;
  }

  /** JSON in ASCII: signs, words and numbers. */
  raw(json: string): void {
    const bytes = this.#reserve(json.length);
    let at = this.#length;
    for (let i = 0; i < json.length; i++) bytes[at++] = json.charCodeAt(i);
    this.#length = at;
  }

  /** A text as a JSON string, out of its UTF-8 bytes in `[start, end)`. */
  string(from: Buffer, start: number, end: number): void {
    const before = this.#length;
    const bytes = this.#reserve(end - start + 2);
    let at = before;
    bytes[at++] = quote;
    for (let i = start; i < end; i++) {
      const byte = from[i]!;
      if (byte < 0x20 || byte === quote || byte === backslash) {
        this.#escaped(from.toString('utf8', start, end));
        return;
      }
      if (end - start < longText) bytes[at++] = byte;
    }
    if (end - start >= longText) at += from.copy(bytes, at, start, end);
    bytes[at++] = quote;
    this.#length = at;
  }

  #escaped(text: string): void {
    const json = Buffer.from(JSON.stringify(text));
    json.copy(this.#reserve(json.length), this.#length);
    this.#length += json.length;
  }

  vector(vector: WireVector): void {
    if (vector.count === 0) {
      this.raw('[]');
      return;
    }
    this.#places.push(this.#length);
    this.raw(`[${this.vectors.length}]`);
    this.vectors.push(vector);
  }

  /** The text so far. */
  json(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The same text for the record: what it keeps of each vector stands in the vector's place. */
  recorded(): Buffer {
    const json = this.json();
    const texts = this.vectors.map(recordedVector);
    const all = Buffer.allocUnsafe(texts.reduce((sum, text) => sum + text.length, json.length));
    let from = 0;
    let at = 0;
    for (const [i, place] of this.#places.entries()) {
      at += json.copy(all, at, from, place);
      at += all.write(texts[i]!, at, 'latin1');
      from = place + `[${i}]`.length;
    }
    at += json.copy(all, at, from);
    return all.subarray(0, at);
  }
}
