type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** One column of one chunk: `low` plus the number at its place. Without numbers every place has `low`. */
export interface PackedColumn {
  readonly low: number;
  readonly high: number;
  readonly numbers: Numbers | undefined;
}

const widths = [
  [0xff, Uint8Array],
  [0xffff, Uint16Array],
  [0xffffffff, Uint32Array],
] as const;

/** Packs what a chunk has of a column. Places that `holds` says no to may have any number afterwards. */
export function packColumn(values: Float64Array, holds: (place: number) => boolean): PackedColumn {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let place = 0; place < values.length; place += 1) {
    if (!holds(place)) continue;
    const value = values[place]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return { low: 0, high: 0, numbers: undefined };
  if (low === high) return { low, high, numbers: undefined };
  const Kind = widths.find(([most]) => high - low <= most)?.[1] ?? Float64Array;
  const numbers = new Kind(values.length);
  for (let place = 0; place < values.length; place += 1)
    if (holds(place)) numbers[place] = values[place]! - low;
  return { low, high, numbers };
}

export const columnBytes = ({ numbers }: PackedColumn): Uint8Array =>
  numbers === undefined
    ? new Uint8Array(0)
    : new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** The column whose bytes those are, of a chunk with so many places. */
export function unpackColumn(low: number, high: number, bytes: Uint8Array, places: number): PackedColumn {
  if (bytes.length === 0) return { low, high, numbers: undefined };
  const { buffer } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const from = bytes.byteOffset % 8 === 0 ? bytes.byteOffset : 0;
  const width = bytes.length / places;
  if (width === 1) return { low, high, numbers: new Uint8Array(buffer, from, places) };
  if (width === 2) return { low, high, numbers: new Uint16Array(buffer, from, places) };
  if (width === 4) return { low, high, numbers: new Uint32Array(buffer, from, places) };
  return { low, high, numbers: new Float64Array(buffer, from, places) };
}
