import { chunkPlaces } from './chunk-places.ts';
import type { Tuples } from './tuples.ts';

/** Twice as many as there may be tuples, so that a free slot is near. */
const slotCount = 4 * chunkPlaces;
/** Tuples that no record has any more take room until the table is packed. */
const mostTuples = 2 * chunkPlaces - 1;

/** The tuples of one family in a chunk that is being written. */
export class TupleTable implements Tuples {
  readonly #rowColumns: readonly number[];
  readonly #slots = new Uint16Array(slotCount);
  #columns: Uint32Array<ArrayBuffer>[];
  #counts = new Uint16Array(256);
  size = 1;
  held = 0;

  /** `rowColumns`: where a row has the numbers of this family. */
  constructor(rowColumns: readonly number[]) {
    this.#rowColumns = rowColumns;
    this.#columns = rowColumns.map(() => new Uint32Array(256));
  }

  /** The same tuples, with the same numbers and counts. */
  static of(rowColumns: readonly number[], { size, held, columns, counts }: Tuples): TupleTable {
    const table = new TupleTable(rowColumns);
    const row = new Float64Array(1 + Math.max(...rowColumns));
    for (let tuple = 1; tuple < size; tuple += 1) {
      rowColumns.forEach((to, at) => {
        row[to] = columns[at]![tuple]!;
      });
      table.add(row);
      table.#counts[tuple] = counts[tuple]!;
    }
    table.held = held;
    return table;
  }

  get columns(): readonly Uint32Array[] {
    return this.#columns;
  }

  get counts(): Uint16Array {
    return this.#counts;
  }

  get isFull(): boolean {
    return this.size === mostTuples;
  }

  /** The number of a row's tuple, which one record more has. */
  add(row: Float64Array): number {
    const slots = this.#slots;
    let slot = hash(row, this.#rowColumns) & (slotCount - 1);
    for (;;) {
      const tuple = slots[slot]!;
      if (tuple === 0) break;
      if (this.#is(tuple, row)) {
        this.#count(tuple);
        return tuple;
      }
      slot = (slot + 1) & (slotCount - 1);
    }
    const tuple = this.size;
    this.#grow();
    slots[slot] = tuple;
    this.#rowColumns.forEach((from, at) => {
      this.#columns[at]![tuple] = row[from]!;
    });
    this.size += 1;
    this.#count(tuple);
    return tuple;
  }

  /** One record less has that tuple. */
  remove(tuple: number): void {
    if (tuple === 0) return;
    this.#counts[tuple]! -= 1;
    this.held -= 1;
  }

  /** Puts the numbers of a tuple into a row. */
  read(tuple: number, row: Float64Array): void {
    this.#rowColumns.forEach((to, at) => {
      row[to] = this.#columns[at]![tuple]!;
    });
  }

  #count(tuple: number): void {
    this.#counts[tuple]! += 1;
    this.held += 1;
  }

  #is(tuple: number, row: Float64Array): boolean {
    const from = this.#rowColumns;
    for (let at = 0; at < from.length; at += 1)
      if (this.#columns[at]![tuple] !== row[from[at]!]) return false;
    return true;
  }

  #grow(): void {
    const { length } = this.#counts;
    if (this.size < length) return;
    this.#counts = widened(this.#counts, new Uint16Array(2 * length));
    this.#columns = this.#columns.map((column) => widened(column, new Uint32Array(2 * length)));
  }
}

function widened<Numbers extends Uint16Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

function hash(row: Float64Array, columns: readonly number[]): number {
  let mixed = 0;
  for (let at = 0; at < columns.length; at += 1) {
    mixed = Math.imul(mixed ^ row[columns[at]!]!, 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  return mixed;
}
