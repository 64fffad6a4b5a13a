/** The different tuples of one family in one chunk, and how many records have each. The first one is that of no record. */
export interface Tuples {
  readonly size: number;
  /** Records in the chunk. */
  readonly held: number;
  /** By column of the family, then by tuple. What lies behind `size` is none. */
  readonly columns: readonly (Uint16Array | Uint32Array)[];
  readonly counts: Uint16Array;
}

const headBytes = 12;

/** As the index keeps them. */
export function tuplesBytes({ size, held, columns, counts }: Tuples): Uint8Array {
  const used = columns.map((column) => column.subarray(0, size));
  const isWide = used.map((column) => column.some((number) => number > 0xffff));
  const wide = used.filter((_, at) => isWide[at]);
  const narrow = [...used.filter((_, at) => !isWide[at]), counts.subarray(0, size)];
  const bytes = new Uint8Array(headBytes + size * (4 * wide.length + 2 * narrow.length));
  const marks = isWide.reduce((bits, one, at) => (one ? bits | (1 << at) : bits), 0);
  new Uint32Array(bytes.buffer, 0, 3).set([size, held, marks]);
  let from = headBytes;
  for (const column of wide) {
    new Uint32Array(bytes.buffer, from, size).set(column);
    from += 4 * size;
  }
  for (const column of narrow) {
    new Uint16Array(bytes.buffer, from, size).set(column);
    from += 2 * size;
  }
  return bytes;
}

/** The tuples whose bytes those are, of a family with so many columns; they stay where they are. */
export function readTuples({ buffer, byteOffset }: Uint8Array, width: number): Tuples {
  const [size, held, marks] = new Uint32Array(buffer, byteOffset, 3) as unknown as [number, number, number];
  const columns = new Array<Uint16Array | Uint32Array>(width);
  let from = byteOffset + headBytes;
  for (let at = 0; at < width; at += 1) {
    if ((marks & (1 << at)) === 0) continue;
    columns[at] = new Uint32Array(buffer, from, size);
    from += 4 * size;
  }
  for (let at = 0; at < width; at += 1) {
    if ((marks & (1 << at)) !== 0) continue;
    columns[at] = new Uint16Array(buffer, from, size);
    from += 2 * size;
  }
  return { size, held, columns, counts: new Uint16Array(buffer, from, size) };
}
