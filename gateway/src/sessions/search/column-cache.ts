import type { PackedColumn } from './packed-column.ts';

/** Columns that were read lately, up to so many bytes. */
export class ColumnCache {
  readonly #most: number;
  readonly #columns = new Map<string, PackedColumn>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get(chunk: number, column: number): PackedColumn | undefined {
    return this.#columns.get(`${chunk} ${column}`);
  }

  /**
   * What is full takes no more: a search goes through all chunks in the same order, and whatever gives way to the next
   * one would be asked for again right after.
   */
  add(chunk: number, column: number, packed: PackedColumn): void {
    const bytes = packed.numbers?.byteLength ?? 0;
    if (this.#bytes + bytes > this.#most) return;
    this.#bytes += bytes;
    this.#columns.set(`${chunk} ${column}`, packed);
  }

  drop(chunk: number, columns: number): void {
    for (let column = 0; column < columns; column += 1) {
      const key = `${chunk} ${column}`;
      this.#bytes -= this.#columns.get(key)?.numbers?.byteLength ?? 0;
      this.#columns.delete(key);
    }
  }
}
