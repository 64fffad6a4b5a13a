import { columnNumber, columns } from './columns.ts';

/** Records of one chunk, as a power of two: the place of a record in the log leads to its chunk. */
export const chunkBits = 14;
export const chunkPlaces = 1 << chunkBits;
export const chunkOf = (record: number): number => Math.floor(record / chunkPlaces);
export const placeOf = (record: number): number => record % chunkPlaces;

const identity = columnNumber('identity');

/** A chunk that is being written. A place without an identity holds no record. */
export class OpenChunk {
  readonly number: number;
  readonly values: readonly Float64Array[] = columns.map(() => new Float64Array(chunkPlaces));

  constructor(number: number) {
    this.number = number;
  }

  set(place: number, row: Float64Array): void {
    for (let column = 0; column < row.length; column += 1) this.values[column]![place] = row[column]!;
  }

  holds(place: number): boolean {
    return this.values[identity]![place] !== 0;
  }

  remove(place: number): void {
    for (const column of this.values) column[place] = 0;
  }

  get isEmpty(): boolean {
    return this.values[identity]!.every((value) => value === 0);
  }
}
