import type { ChunkFiles } from './chunk-files.ts';
import { ColumnCache } from './column-cache.ts';
import { columnNumber } from './columns.ts';
import { type FamilyColumn, familyPlace } from './families.ts';

/** Chunks that are told together. */
const groupChunks = 16;
export const groupOf = (chunk: number): number => Math.floor(chunk / groupChunks);
export const chunksOf = (group: number): number[] =>
  Array.from({ length: groupChunks }, (_, at) => group * groupChunks + at);

/** The numbers that stand in a column of a group of chunks, and how many records have each. */
export interface RollUp {
  readonly numbers: Uint32Array;
  readonly records: Uint32Array;
}

/** Roll-ups of groups whose chunks are all full, made when they are first asked for. */
export class RollUps {
  readonly #files: ChunkFiles;
  readonly #cache = new ColumnCache<RollUp>(8 * 1024 * 1024);

  constructor(files: ChunkFiles) {
    this.#files = files;
  }

  get(group: number, column: FamilyColumn): RollUp {
    const cached = this.#cache.get(group, columnNumber(column));
    if (cached !== undefined) return cached;
    const made = this.#make(group, column);
    this.#cache.add(group, columnNumber(column), made, 2 * made.numbers.byteLength);
    return made;
  }

  /** A chunk is no longer what it was. */
  drop(chunk: number): void {
    this.#cache.drop(groupOf(chunk));
  }

  #make(group: number, column: FamilyColumn): RollUp {
    const { family, at } = familyPlace(column);
    const sums = new Map<number, number>();
    for (const chunk of chunksOf(group)) {
      const tuples = this.#files.tuples(chunk, family);
      if (tuples === undefined) continue;
      const numbers = tuples.columns[at]!;
      for (let tuple = 1; tuple < tuples.size; tuple += 1)
        sums.set(numbers[tuple]!, (sums.get(numbers[tuple]!) ?? 0) + tuples.counts[tuple]!);
    }
    return { numbers: Uint32Array.from(sums.keys()), records: Uint32Array.from(sums.values()) };
  }
}
