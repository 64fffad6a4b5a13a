import { chunkPlaces } from './open-chunk.ts';
import type { PackedColumn } from './packed-column.ts';

/** Places of a chunk, of which the first `length` count. */
export interface Places {
  readonly places: Uint16Array;
  length: number;
}

/** One condition on one column. */
export interface RecordTest {
  readonly column: number;
  /** Whether a chunk whose numbers lie between these two can have any. */
  possible(low: number, high: number): boolean;
  /** Leaves those places whose number satisfies it. */
  keep(column: PackedColumn, found: Places): void;
}

const keepWhere = (column: PackedColumn, found: Places, holds: (number: number) => boolean): void => {
  const { low, numbers } = column;
  if (numbers === undefined) {
    if (!holds(low)) found.length = 0;
    return;
  }
  const { places } = found;
  let kept = 0;
  for (let at = 0; at < found.length; at += 1) {
    const place = places[at]!;
    if (holds(low + numbers[place]!)) {
      places[kept] = place;
      kept += 1;
    }
  }
  found.length = kept;
};

/** That the number is one of those which are marked; with `not`, that it is none of them. */
export function memberTest(column: number, marks: Uint8Array, not: boolean): RecordTest {
  const before = new Uint32Array(marks.length + 1);
  for (let number = 0; number < marks.length; number += 1)
    before[number + 1] = before[number]! + marks[number]!;
  const marked = (low: number, high: number): number => {
    const clamp = (number: number): number => Math.min(marks.length, Math.max(0, number));
    return before[clamp(high + 1)]! - before[clamp(low)]!;
  };
  return {
    column,
    possible: (low, high) => (not ? marked(low, high) < high - low + 1 : marked(low, high) > 0),
    keep: (packed, found) =>
      keepWhere(packed, found, not ? (number) => marks[number] !== 1 : (number) => marks[number] === 1),
  };
}

/** That the number lies in one of the spans, their ends in it; with `not`, that it lies in none. */
export function spanTest(
  column: number,
  spans: readonly (readonly [low: number, high: number])[],
  not: boolean,
): RecordTest {
  const inside = (number: number): boolean => spans.some(([low, high]) => number >= low && number <= high);
  return {
    column,
    possible: (low, high) => not || spans.some(([from, to]) => from <= high && to >= low),
    keep: (packed, found) => keepWhere(packed, found, not ? (number) => !inside(number) : inside),
  };
}

export const makePlaces = (): Places => ({ places: new Uint16Array(chunkPlaces), length: 0 });
