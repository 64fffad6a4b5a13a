/** The text of a JSON string as bytes, and where in the token each of them comes from. */
export class UnescapedText {
  readonly bytes: Buffer;
  readonly #places: readonly number[];
  readonly #origins: readonly number[];

  /** From `places[i]` on (up to the next), bytes come from `origins[i]` on, one for one; escapes are places of their own. */
  constructor(bytes: Buffer, places: readonly number[], origins: readonly number[]) {
    this.bytes = bytes;
    this.#places = places;
    this.#origins = origins;
  }

  /** Where in the token the byte at `place` begins; for the end of the text, its closing quote. */
  origin(place: number): number {
    let low = 0;
    let high = this.#places.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#places[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    return this.#origins[low]! + place - this.#places[low]!;
  }
}

const backslash = 0x5c;
const simple = new Map<number, number>(
  [...'bfnrt"\\/'].map((c) => [c.charCodeAt(0), JSON.parse(`"\\${c}"`).charCodeAt(0) as number]),
);

const unit = (bytes: Buffer, at: number): number => Number.parseInt(bytes.toString('latin1', at, at + 4), 16);

/**
 * Decodes the escapes of the string token `[start, end)`, quotes included, so that `\u0040` hides nothing, and keeps
 * where each byte came from, so that an edit touches nothing but what was found. The token was read strictly before.
 */
export function unescapeText(json: Buffer, start: number, end: number): UnescapedText {
  const bytes = Buffer.allocUnsafe(end - start);
  const places: number[] = [];
  const origins: number[] = [];
  let size = 0;
  let i = start + 1;
  while (i < end - 1) {
    let next = json.indexOf(backslash, i);
    if (next < 0 || next > end - 1) next = end - 1;
    if (next > i) {
      places.push(size);
      origins.push(i);
      size += json.copy(bytes, size, i, next);
      i = next;
      continue;
    }
    places.push(size);
    origins.push(i);
    const kind = json[i + 1]!;
    if (kind !== 0x75) {
      bytes[size++] = simple.get(kind)!;
      i += 2;
      continue;
    }
    let code = unit(json, i + 2);
    i += 6;
    if (code >= 0xd800 && code < 0xdc00) {
      code = 0x10000 + ((code - 0xd800) << 10) + (unit(json, i + 2) - 0xdc00);
      i += 6;
    }
    size += bytes.write(String.fromCodePoint(code), size);
  }
  places.push(size);
  origins.push(end - 1);
  return new UnescapedText(bytes.subarray(0, size), places, origins);
}
