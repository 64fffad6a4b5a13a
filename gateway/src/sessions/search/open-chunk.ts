import { chunkPlaces } from './chunk-places.ts';
import { amountColumns, columnNumber, columns } from './columns.ts';
import { familyColumns } from './families.ts';
import type { PackedColumn } from './packed-column.ts';
import { TupleTable } from './tuple-table.ts';
import type { Tuples } from './tuples.ts';

const amountNumbers = amountColumns.map(columnNumber);

/** A chunk that is being written. A place whose tuples are the first ones holds no record. */
export class OpenChunk {
  readonly number: number;
  readonly amounts: readonly Float64Array[] = amountColumns.map(() => new Float64Array(chunkPlaces));
  readonly #ids = familyColumns.map(() => new Uint16Array(chunkPlaces));
  readonly #tables: TupleTable[] = familyColumns.map((members) => new TupleTable(members));

  constructor(number: number) {
    this.number = number;
  }

  tuples(family: number): Tuples {
    return this.#tables[family]!;
  }

  ids(family: number): Uint16Array {
    return this.#ids[family]!;
  }

  set(place: number, row: Float64Array): void {
    for (let family = 0; family < familyColumns.length; family += 1) {
      const ids = this.#ids[family]!;
      this.#tables[family]!.remove(ids[place]!);
      ids[place] = 0;
      if (this.#tables[family]!.isFull) this.#repack(family);
      ids[place] = this.#tables[family]!.add(row);
    }
    for (let at = 0; at < amountNumbers.length; at += 1) this.amounts[at]![place] = row[amountNumbers[at]!]!;
  }

  /** Takes over what a chunk holds: tuples and the number of each place's tuple by family, and its amounts. */
  fill(of: readonly (readonly [tuples: Tuples, ids: Uint16Array])[], amounts: readonly PackedColumn[]): void {
    of.forEach(([tuples, ids], family) => {
      this.#tables[family] = TupleTable.of(familyColumns[family]!, tuples);
      this.#ids[family]!.set(ids);
    });
    amounts.forEach(({ low, numbers }, at) => {
      const to = this.amounts[at]!;
      for (let place = 0; place < chunkPlaces; place += 1) to[place] = low + (numbers?.[place] ?? 0);
    });
  }

  /** The row that was set at a place that holds one. */
  read(place: number): Float64Array {
    const row = new Float64Array(columns.length);
    this.#tables.forEach((table, family) => {
      table.read(this.#ids[family]![place]!, row);
    });
    amountNumbers.forEach((column, at) => {
      row[column] = this.amounts[at]![place]!;
    });
    return row;
  }

  holds(place: number): boolean {
    return this.#ids[0]![place] !== 0;
  }

  remove(place: number): void {
    this.#tables.forEach((table, family) => {
      table.remove(this.#ids[family]![place]!);
      this.#ids[family]![place] = 0;
    });
  }

  /** Forgets tuples that no record has any more. */
  pack(): void {
    for (let family = 0; family < familyColumns.length; family += 1)
      if (this.#tables[family]!.counts.subarray(1, this.#tables[family]!.size).includes(0))
        this.#repack(family);
  }

  get isEmpty(): boolean {
    return this.#tables[0]!.held === 0;
  }

  #repack(family: number): void {
    const before = this.#tables[family]!;
    const table = new TupleTable(familyColumns[family]!);
    const row = new Float64Array(columns.length);
    const ids = this.#ids[family]!;
    for (let place = 0; place < chunkPlaces; place += 1) {
      if (ids[place] === 0) continue;
      before.read(ids[place]!, row);
      ids[place] = table.add(row);
    }
    this.#tables[family] = table;
  }
}
