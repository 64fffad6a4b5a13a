import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ColumnCache } from './column-cache.ts';
import { columnNumber, columns } from './columns.ts';
import { chunkOf, chunkPlaces, OpenChunk, placeOf } from './open-chunk.ts';
import { columnBytes, type PackedColumn, packColumn, unpackColumn } from './packed-column.ts';

const cacheBytes = 96 * 1024 * 1024;
const identity = columnNumber('identity');
const width = columns.length;

/**
 * What can be searched, column by column, in chunks of 16,384 places of the log; a search reads few of them and
 * compares numbers. The newest chunk is kept in memory, and as it grew in the table `recent`, until it is full.
 */
export class ColumnStore {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #cache = new ColumnCache(cacheBytes);
  /** Lowest and highest number of each column, by chunk. */
  readonly #spans = new Map<number, Float64Array>();
  /** Older chunks that are changed in this transaction. */
  readonly #reopened = new Map<number, OpenChunk>();
  #newest: OpenChunk;
  /** What came to the newest chunk in this transaction: the number of a record, then its row. */
  #added: number[] = [];

  constructor(database: DatabaseSync) {
    this.#statements = prepare(database);
    const { sequence } = database.prepare('SELECT sequence FROM progress').get()!;
    this.#newest = new OpenChunk(chunkOf(Number(sequence)));
    for (const { rows } of database.prepare('SELECT rows FROM recent ORDER BY no').all()) {
      const numbers = new Float64Array((rows as Uint8Array).slice().buffer);
      for (let at = 0; at < numbers.length; at += 1 + width)
        this.#newest.set(placeOf(numbers[at]!), numbers.subarray(at + 1, at + 1 + width));
    }
    for (const { chunk, name, low, high } of database
      .prepare('SELECT chunk, name, low, high FROM columns')
      .all())
      this.#setSpan(Number(chunk), Number(name), Number(low), Number(high));
  }

  /** Chunks that hold something, the newest first. */
  chunks(): number[] {
    const all = new Set([...this.#spans.keys(), this.#newest.number]);
    return [...all].sort((a, b) => b - a);
  }

  /** Numbers below and above which a chunk has none in this column; undefined where that is not known. */
  span(chunk: number, column: number): readonly [low: number, high: number] | undefined {
    const spans = chunk === this.#newest.number ? undefined : this.#spans.get(chunk);
    return spans && [spans[2 * column]!, spans[2 * column + 1]!];
  }

  /** Undefined: the chunk was removed. */
  column(chunk: number, column: number): PackedColumn | undefined {
    if (chunk === this.#newest.number)
      return { low: 0, high: Number.POSITIVE_INFINITY, numbers: this.#newest.values[column]! };
    const cached = this.#cache.get(chunk, column);
    if (cached !== undefined) return cached;
    const row = this.#statements.read.get(chunk, column);
    if (row === undefined) return undefined;
    const packed = unpackColumn(Number(row.low), Number(row.high), row.data as Uint8Array, chunkPlaces);
    this.#cache.add(chunk, column, packed);
    return packed;
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
        this.#drop(chunk);
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
    if (this.#added.length > 0) {
      const numbers = Float64Array.from(this.#added);
      this.#statements.keep.run(new Uint8Array(numbers.buffer));
      this.#added = [];
    }
    for (const chunk of this.#reopened.values()) this.#write(chunk);
    this.#reopened.clear();
  }

  #begin(chunk: number): void {
    this.#write(this.#newest);
    this.#statements.clear.run();
    this.#added = [];
    this.#newest = new OpenChunk(chunk);
  }

  #keepAnew(open: OpenChunk): void {
    this.#statements.clear.run();
    this.#added = [];
    for (let place = 0; place < chunkPlaces; place += 1)
      if (open.holds(place))
        this.#added.push(open.number * chunkPlaces + place, ...open.values.map((column) => column[place]!));
  }

  #reopen(chunk: number): OpenChunk {
    const held = this.#reopened.get(chunk);
    if (held !== undefined) return held;
    const open = new OpenChunk(chunk);
    const ids = this.column(chunk, identity);
    if (ids !== undefined) {
      for (let column = 0; column < width; column += 1) {
        const { low, numbers } = this.column(chunk, column)!;
        const values = open.values[column]!;
        for (let place = 0; place < chunkPlaces; place += 1)
          if (ids.low + (ids.numbers?.[place] ?? 0) !== 0) values[place] = low + (numbers?.[place] ?? 0);
      }
    }
    this.#reopened.set(chunk, open);
    return open;
  }

  #write(open: OpenChunk): void {
    this.#drop(open.number);
    if (open.isEmpty) return;
    for (let column = 0; column < width; column += 1) {
      // Empty places are told by the identity, which is therefore packed with them.
      const packed = packColumn(open.values[column]!, (place) => column === identity || open.holds(place));
      this.#statements.write.run(open.number, column, packed.low, packed.high, columnBytes(packed));
      this.#setSpan(open.number, column, packed.low, packed.high);
    }
  }

  #drop(chunk: number): void {
    this.#statements.drop.run(chunk);
    this.#spans.delete(chunk);
    this.#cache.drop(chunk, width);
  }

  #setSpan(chunk: number, column: number, low: number, high: number): void {
    let spans = this.#spans.get(chunk);
    if (spans === undefined) {
      spans = new Float64Array(2 * width);
      this.#spans.set(chunk, spans);
    }
    spans[2 * column] = low;
    spans[2 * column + 1] = high;
  }
}

function prepare(
  database: DatabaseSync,
): Record<'read' | 'write' | 'drop' | 'keep' | 'clear', StatementSync> {
  return {
    read: database.prepare('SELECT low, high, data FROM columns WHERE chunk = ? AND name = ?'),
    write: database.prepare('INSERT INTO columns (chunk, name, low, high, data) VALUES (?, ?, ?, ?, ?)'),
    drop: database.prepare('DELETE FROM columns WHERE chunk = ?'),
    keep: database.prepare('INSERT INTO recent (rows) VALUES (?)'),
    clear: database.prepare('DELETE FROM recent'),
  };
}
