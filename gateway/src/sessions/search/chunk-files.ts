import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { chunkPlaces } from './chunk-places.ts';
import { ChunkScratch } from './chunk-scratch.ts';
import { ColumnCache } from './column-cache.ts';
import { amountColumns } from './columns.ts';
import { familyColumns } from './families.ts';
import { OpenChunk } from './open-chunk.ts';
import { columnBytes, type PackedColumn, packColumn, unpackColumn } from './packed-column.ts';
import { readTuples, type Tuples, tuplesBytes } from './tuples.ts';

const amountCount = amountColumns.length;

/** The chunks that are full, as the index keeps them, and what was read of them lately. */
export class ChunkFiles {
  readonly #statements: ReturnType<typeof prepare>;
  readonly #tuples: ColumnCache<Tuples>;
  readonly #ids: ColumnCache<Uint16Array>;
  readonly #idScratch = familyColumns.map(() => new ChunkScratch(2 * chunkPlaces));
  readonly #amountScratch = amountColumns.map(() => new ChunkScratch(8 * chunkPlaces));
  readonly #lastAmounts: PackedColumn[] = [];
  /** Lowest and highest of each amount, by chunk. */
  readonly #spans = new Map<number, Float64Array>();

  constructor(database: DatabaseSync, cacheBytes: number) {
    this.#tuples = new ColumnCache(cacheBytes / 3);
    this.#ids = new ColumnCache((2 * cacheBytes) / 3);
    this.#statements = prepare(database);
    for (const { chunk, amount, low, high } of database
      .prepare('SELECT chunk, amount, low, high FROM amounts')
      .iterate())
      this.#setSpan(Number(chunk), Number(amount), Number(low), Number(high));
  }

  chunks(): Iterable<number> {
    return this.#spans.keys();
  }

  has(chunk: number): boolean {
    return this.#spans.has(chunk);
  }

  span(chunk: number, amount: number): readonly [low: number, high: number] | undefined {
    const spans = this.#spans.get(chunk);
    return spans && [spans[2 * amount]!, spans[2 * amount + 1]!];
  }

  /** Until those of another chunk are asked for. */
  amounts(chunk: number, amount: number): PackedColumn | undefined {
    const scratch = this.#amountScratch[amount]!;
    if (scratch.chunk === chunk) return this.#lastAmounts[amount];
    const row = this.#statements.amounts.get(chunk, amount);
    if (row === undefined) return undefined;
    const bytes = scratch.take(chunk, aligned(row.data));
    const packed = unpackColumn(Number(row.low), Number(row.high), bytes, chunkPlaces);
    this.#lastAmounts[amount] = packed;
    return packed;
  }

  tuples(chunk: number, family: number): Tuples | undefined {
    const cached = this.#tuples.get(chunk, family);
    if (cached !== undefined) return cached;
    const row = this.#statements.tuples.get(chunk, family);
    if (row === undefined) return undefined;
    const bytes = aligned(row.data);
    const tuples = readTuples(bytes, familyColumns[family]!.length);
    this.#tuples.add(chunk, family, tuples, bytes.length);
    return tuples;
  }

  /** Until those of another chunk are asked for. */
  ids(chunk: number, family: number): Uint16Array | undefined {
    const cached = this.#ids.get(chunk, family);
    if (cached !== undefined) return cached;
    const scratch = this.#idScratch[family]!;
    if (scratch.chunk === chunk) return idsIn(scratch.bytes);
    const row = this.#statements.ids.get(chunk, family);
    if (row === undefined) return undefined;
    const bytes = aligned(row.data);
    if (!this.#ids.takes(chunk, bytes.length)) return idsIn(scratch.take(chunk, bytes));
    const ids = idsIn(bytes);
    this.#ids.add(chunk, family, ids, bytes.length);
    return ids;
  }

  /** Rows of the newest chunk: the number of a record, then its row, and so on. */
  *recent(): Generator<Float64Array> {
    for (const { rows } of this.#statements.recent.iterate()) {
      const bytes = aligned(rows);
      yield new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
    }
  }

  keep(rows: Float64Array): void {
    this.#statements.keep.run(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
  }

  clearRecent(): void {
    this.#statements.clear.run();
  }

  /** A chunk that was written, to be changed; an empty one where there is none. */
  open(chunk: number): OpenChunk {
    const open = new OpenChunk(chunk);
    if (!this.#spans.has(chunk)) return open;
    open.fill(
      familyColumns.map((_, family) => [this.tuples(chunk, family)!, this.ids(chunk, family)!]),
      amountColumns.map((_, amount) => this.amounts(chunk, amount)!),
    );
    return open;
  }

  write(open: OpenChunk): void {
    this.drop(open.number);
    if (open.isEmpty) return;
    open.pack();
    for (let family = 0; family < familyColumns.length; family += 1) {
      this.#statements.writeTuples.run(open.number, family, tuplesBytes(open.tuples(family)));
      const ids = open.ids(family);
      this.#statements.writeIds.run(
        open.number,
        family,
        new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength),
      );
    }
    for (let amount = 0; amount < amountCount; amount += 1) {
      const packed = packColumn(open.amounts[amount]!, (place) => open.holds(place));
      this.#statements.writeAmounts.run(open.number, amount, packed.low, packed.high, columnBytes(packed));
      this.#setSpan(open.number, amount, packed.low, packed.high);
    }
  }

  drop(chunk: number): void {
    if (!this.#spans.delete(chunk)) return;
    for (const table of ['Tuples', 'Ids', 'Amounts'] as const) this.#statements[`drop${table}`].run(chunk);
    for (const held of [this.#tuples, this.#ids, ...this.#idScratch, ...this.#amountScratch])
      held.drop(chunk);
  }

  #setSpan(chunk: number, amount: number, low: number, high: number): void {
    let spans = this.#spans.get(chunk);
    if (spans === undefined) {
      spans = new Float64Array(2 * amountCount);
      this.#spans.set(chunk, spans);
    }
    spans[2 * amount] = low;
    spans[2 * amount + 1] = high;
  }
}

const idsIn = ({ buffer, byteOffset }: Uint8Array): Uint16Array =>
  new Uint16Array(buffer, byteOffset, chunkPlaces);

/** Bytes that numbers can be read from where they are. */
function aligned(value: unknown): Uint8Array<ArrayBuffer> {
  const bytes = value as Uint8Array<ArrayBuffer>;
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}

function prepare(database: DatabaseSync) {
  const statement = (sql: string): StatementSync => database.prepare(sql);
  return {
    amounts: statement('SELECT low, high, data FROM amounts WHERE chunk = ? AND amount = ?'),
    tuples: statement('SELECT data FROM tuples WHERE chunk = ? AND family = ?'),
    ids: statement('SELECT data FROM tuple_ids WHERE chunk = ? AND family = ?'),
    recent: statement('SELECT rows FROM recent ORDER BY no'),
    keep: statement('INSERT INTO recent (rows) VALUES (?)'),
    clear: statement('DELETE FROM recent'),
    writeTuples: statement('INSERT INTO tuples (chunk, family, data) VALUES (?, ?, ?)'),
    writeIds: statement('INSERT INTO tuple_ids (chunk, family, data) VALUES (?, ?, ?)'),
    writeAmounts: statement('INSERT INTO amounts (chunk, amount, low, high, data) VALUES (?, ?, ?, ?, ?)'),
    dropTuples: statement('DELETE FROM tuples WHERE chunk = ?'),
    dropIds: statement('DELETE FROM tuple_ids WHERE chunk = ?'),
    dropAmounts: statement('DELETE FROM amounts WHERE chunk = ?'),
  };
}
