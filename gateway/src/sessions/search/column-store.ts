import type { DatabaseSync } from 'node:sqlite';
import { ChunkFiles } from './chunk-files.ts';
import { chunkOf, chunkPlaces, placeOf } from './chunk-places.ts';
import { columns } from './columns.ts';
import type { FamilyColumn } from './families.ts';
import { OpenChunk } from './open-chunk.ts';
import type { PackedColumn } from './packed-column.ts';
import { chunksOf, groupOf, type RollUp, RollUps } from './roll-ups.ts';
import type { Tuples } from './tuples.ts';

const width = columns.length;

/**
 * What can be searched, in chunks of 16,384 places of the log; a search reads few of them and compares numbers. The newest
 * chunk is kept in memory, and as it grew in the table `recent`, until it is full.
 */
export class ColumnStore {
  readonly #files: ChunkFiles;
  readonly #rollUps: RollUps;
  /** Older chunks that are changed in this transaction. */
  readonly #reopened = new Map<number, OpenChunk>();
  #newest: OpenChunk;
  /** What came to the newest chunk in this transaction: the number of a record, then its row. */
  #added: number[] = [];

  /** `cacheBytes`: of what was read, so much stays in memory. */
  constructor(database: DatabaseSync, cacheBytes = 60 * 1024 * 1024) {
    this.#files = new ChunkFiles(database, cacheBytes);
    this.#rollUps = new RollUps(this.#files);
    const { sequence } = database.prepare('SELECT sequence FROM progress').get()!;
    this.#newest = new OpenChunk(chunkOf(Number(sequence)));
    let isFirst = true;
    for (const numbers of this.#files.recent()) {
      // The log may have gone on into the next chunk without a record that begins there.
      if (isFirst) this.#newest = new OpenChunk(chunkOf(numbers[0]!));
      isFirst = false;
      for (let at = 0; at < numbers.length; at += 1 + width)
        this.#newest.set(placeOf(numbers[at]!), numbers.subarray(at + 1, at + 1 + width));
    }
  }

  /** Chunks that hold something, the newest first. */
  chunks(): number[] {
    const all = new Set([...this.#files.chunks(), this.#newest.number]);
    return [...all].sort((a, b) => b - a);
  }

  /** Amounts below and above which a chunk has none; undefined where that is not known. */
  span(chunk: number, amount: number): readonly [low: number, high: number] | undefined {
    return chunk === this.#newest.number ? undefined : this.#files.span(chunk, amount);
  }

  /** Undefined: the chunk was removed. */
  amounts(chunk: number, amount: number): PackedColumn | undefined {
    if (chunk === this.#newest.number)
      return { low: 0, high: Number.POSITIVE_INFINITY, numbers: this.#newest.amounts[amount]! };
    return this.#files.amounts(chunk, amount);
  }

  /** The different tuples of a family. Undefined: the chunk was removed. */
  tuples(chunk: number, family: number): Tuples | undefined {
    return chunk === this.#newest.number ? this.#newest.tuples(family) : this.#files.tuples(chunk, family);
  }

  /** The number of each place's tuple, 0 where no record is. Undefined: the chunk was removed. */
  ids(chunk: number, family: number): Uint16Array | undefined {
    return chunk === this.#newest.number ? this.#newest.ids(family) : this.#files.ids(chunk, family);
  }

  /** How many records a chunk has. */
  held(chunk: number): number {
    return this.tuples(chunk, 0)?.held ?? 0;
  }

  /** The chunks of a group; undefined while it is still written to. */
  fullGroup(group: number): readonly number[] | undefined {
    return group < groupOf(this.#newest.number)
      ? chunksOf(group).filter((chunk) => this.#files.has(chunk))
      : undefined;
  }

  /** What stands in a column of a group that is full. */
  rollUp(group: number, column: FamilyColumn): RollUp {
    return this.#rollUps.get(group, column);
  }

  /** Puts a record there, or in the place of what it was. */
  set(record: number, row: Float64Array): void {
    const chunk = chunkOf(record);
    if (chunk > this.#newest.number) this.#begin(chunk);
    if (chunk < this.#newest.number) {
      this.#reopen(chunk).set(placeOf(record), row);
      return;
    }
    this.#newest.set(placeOf(record), row);
    this.#added.push(record, ...row);
  }

  /** Takes out all records before that one but those in `stay`. */
  removeBefore(record: number, stay: ReadonlySet<number>): void {
    const staying = new Set([...stay].map(chunkOf));
    for (const chunk of this.chunks()) {
      if (chunk > chunkOf(record)) continue;
      if (chunk < chunkOf(record) && !staying.has(chunk) && chunk !== this.#newest.number) {
        this.#files.drop(chunk);
        this.#rollUps.drop(chunk);
        continue;
      }
      const open = chunk === this.#newest.number ? this.#newest : this.#reopen(chunk);
      const first = chunk * chunkPlaces;
      for (let place = 0; place < chunkPlaces && first + place < record; place += 1)
        if (open.holds(place) && !stay.has(first + place)) open.remove(place);
      if (open === this.#newest) this.#keepAnew(open);
    }
    this.flush();
  }

  /** Writes what was set. To be called before the transaction ends. */
  flush(): void {
    if (this.#added.length > 0) this.#files.keep(Float64Array.from(this.#added));
    this.#added = [];
    for (const chunk of this.#reopened.values()) {
      this.#files.write(chunk);
      this.#rollUps.drop(chunk.number);
    }
    this.#reopened.clear();
  }

  #begin(chunk: number): void {
    this.#files.write(this.#newest);
    this.#files.clearRecent();
    this.#added = [];
    this.#newest = new OpenChunk(chunk);
  }

  #keepAnew(open: OpenChunk): void {
    this.#files.clearRecent();
    this.#added = [];
    for (let place = 0; place < chunkPlaces; place += 1)
      if (open.holds(place)) this.#added.push(open.number * chunkPlaces + place, ...open.read(place));
  }

  #reopen(chunk: number): OpenChunk {
    const held = this.#reopened.get(chunk);
    if (held !== undefined) return held;
    const open = this.#files.open(chunk);
    this.#reopened.set(chunk, open);
    return open;
  }
}
