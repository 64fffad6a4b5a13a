import { jsonText } from '../../../../json/json-text.ts';
import { malformed } from '../../unreadable.ts';
import { recordedVector, type WireVector } from './wire-vector.ts';

/** A number with a point as JSON: it stays one, whatever its value. @throws Refusal for one that JSON has no words for */
export function doubleText(value: number, what: string): string {
  if (!Number.isFinite(value)) throw malformed(what, 'a number');
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The JSON text that a message stands for, as it is written. Vectors stand in it as `[index]` and beside it as they came. */
export class TwinText {
  text = '';
  readonly vectors: WireVector[] = [];
  /** Where each vector's index stands in the text. */
  readonly #places: number[] = [];

  raw(json: string): void {
    this.text += json;
  }

  string(text: string): void {
    this.text += jsonText(text);
  }

  vector(vector: WireVector): void {
    if (vector.count === 0) {
      this.text += '[]';
      return;
    }
    this.#places.push(this.text.length);
    this.text += `[${this.vectors.length}]`;
    this.vectors.push(vector);
  }

  /** The same text for the record: what it keeps of each vector stands in the vector's place. */
  recorded(): string {
    let recorded = '';
    let from = 0;
    for (const [i, place] of this.#places.entries()) {
      recorded += this.text.slice(from, place) + recordedVector(this.vectors[i]!);
      from = place + `[${i}]`.length;
    }
    return recorded + this.text.slice(from);
  }
}
