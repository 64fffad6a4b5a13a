import { chunkPlaces } from './chunk-places.ts';
import type { ChunkSearch } from './chunk-search.ts';
import type { ColumnStore } from './column-store.ts';
import { type FamilyColumn, familyPlace } from './families.ts';
import type { Places } from './record-test.ts';
import { groupOf, type RollUp } from './roll-ups.ts';
import type { Tuples } from './tuples.ts';

/** How often each number stands in one column of what was found. */
export class ColumnCounts {
  readonly column: FamilyColumn;
  readonly #at: number;
  readonly #counts: Int32Array;

  /** `highest`: numbers above it came meanwhile, and are not counted. */
  constructor(column: FamilyColumn, highest: number) {
    this.column = column;
    this.#at = familyPlace(column).at;
    this.#counts = new Int32Array(highest + 1);
  }

  /** Adds to the number of each of those tuples how many records have it. */
  addTuples({ columns }: Tuples, tuples: Uint16Array, records: Uint16Array, length: number): void {
    const numbers = columns[this.#at]!;
    const counts = this.#counts;
    for (let at = 0; at < length; at += 1) {
      const number = numbers[tuples[at]!]!;
      counts[number] = counts[number]! + records[at]!;
    }
  }

  addRollUp({ numbers, records }: RollUp): void {
    const counts = this.#counts;
    for (let at = 0; at < numbers.length; at += 1) {
      const number = numbers[at]!;
      counts[number] = counts[number]! + records[at]!;
    }
  }

  of(number: number): number {
    return this.#counts[number] ?? 0;
  }
}

/** How often each number stands in columns of what one way finds, and how many records that are. */
export class NumberCounts {
  readonly #store: ColumnStore;
  readonly #columns: readonly ColumnCounts[];
  readonly #families: ReadonlyMap<number, readonly ColumnCounts[]>;
  /** Records by tuple; all 0 in between. */
  readonly #byTuple = new Uint16Array(2 * chunkPlaces);
  readonly #tuples = new Uint16Array(2 * chunkPlaces);
  readonly #records = new Uint16Array(2 * chunkPlaces);
  /** The group of chunks that was come to last, and whether it is counted as a whole. */
  #group = { number: -1, isCounted: false };
  total = 0;

  constructor(store: ColumnStore, columns: readonly ColumnCounts[]) {
    this.#store = store;
    this.#columns = columns;
    this.#families = Map.groupBy(this.#columns, ({ column }) => familyPlace(column).family);
  }

  of(column: number): ColumnCounts {
    return this.#columns[column]!;
  }

  /** Counts what is found in a chunk; by its tuples alone, or those of its group, where they tell. */
  add(chunk: number, search: ChunkSearch): void {
    const number = groupOf(chunk);
    if (this.#group.number !== number) this.#group = { number, isCounted: this.#addGroup(number, search) };
    if (this.#group.isCounted) return;
    const told = search.look(chunk);
    if (told === undefined) return;
    const found = told.by === 'chunk' ? undefined : search.places();
    let held = 0;
    for (const [family, columns] of this.#families) {
      const tuples = this.#store.tuples(chunk, family);
      if (tuples === undefined) return;
      held = tuples.held;
      let length: number;
      if (found === undefined) length = this.#ofTuples(tuples, undefined);
      else if (told.by === 'family' && told.family === family) length = this.#ofTuples(tuples, told.marked);
      else length = this.#ofPlaces(this.#store.ids(chunk, family)!, tuples.size, found);
      for (const counts of columns) counts.addTuples(tuples, this.#tuples, this.#records, length);
    }
    this.total += found?.length ?? held;
  }

  /** Counts a whole group of chunks. False: not all of its records are found. */
  #addGroup(group: number, search: ChunkSearch): boolean {
    const chunks = this.#store.fullGroup(group);
    if (chunks === undefined || !chunks.every((chunk) => search.look(chunk)?.by === 'chunk')) return false;
    for (const counts of this.#columns) counts.addRollUp(this.#store.rollUp(group, counts.column));
    for (const chunk of chunks) this.total += this.#store.held(chunk);
    return true;
  }

  #ofTuples({ size, counts }: Tuples, marked: Uint8Array | undefined): number {
    let length = 0;
    for (let tuple = 1; tuple < size; tuple += 1) {
      if (marked !== undefined && marked[tuple] === 0) continue;
      this.#tuples[length] = tuple;
      this.#records[length] = counts[tuple]!;
      length += 1;
    }
    return length;
  }

  #ofPlaces(ids: Uint16Array, size: number, { places, length }: Places): number {
    const byTuple = this.#byTuple;
    const tuples = this.#tuples;
    const records = this.#records;
    for (let at = 0; at < length; at += 1) {
      const tuple = ids[places[at]!]!;
      byTuple[tuple] = byTuple[tuple]! + 1;
    }
    let told = 0;
    // Whichever is shorter: all tuples, or what was found.
    if (size < length)
      for (let tuple = 1; tuple < size; tuple += 1) {
        const found = byTuple[tuple]!;
        byTuple[tuple] = 0;
        tuples[told] = tuple;
        records[told] = found;
        told += found === 0 ? 0 : 1;
      }
    else
      for (let at = 0; at < length; at += 1) {
        const tuple = ids[places[at]!]!;
        const found = byTuple[tuple]!;
        byTuple[tuple] = 0;
        tuples[told] = tuple;
        records[told] = found;
        told += found === 0 ? 0 : 1;
      }
    return told;
  }
}
