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
  /** Leaves those places whose number satisfies it. Loops over millions: it calls nothing for each. */
  keep(column: PackedColumn, found: Places): void;
}

/** That the number is one of those which are marked by 1; with `not`, that it is none of them. */
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
    keep: ({ low, numbers }, found) => {
      if (numbers === undefined) {
        if ((marks[low] === 1) === not) found.length = 0;
        return;
      }
      const { places, length } = found;
      let kept = 0;
      for (let at = 0; at < length; at += 1) {
        const place = places[at]!;
        if ((marks[low + numbers[place]!] === 1) === not) continue;
        places[kept] = place;
        kept += 1;
      }
      found.length = kept;
    },
  };
}

type Span = readonly [low: number, high: number];

/** That the number lies in one of the spans, their ends in it; with `not`, that it lies in none. */
export function spanTest(column: number, spans: readonly Span[], not: boolean): RecordTest {
  const inside = (number: number): boolean => {
    for (const [low, high] of spans) if (number >= low && number <= high) return true;
    return false;
  };
  return {
    column,
    possible: (low, high) => not || spans.some(([from, to]) => from <= high && to >= low),
    keep: ({ low, high, numbers }, found) => {
      // All of the chunk lies in one: most chunks of a span of time do.
      if (spans.some(([from, to]) => from <= low && to >= high)) {
        if (not) found.length = 0;
        return;
      }
      if (numbers === undefined) {
        if (inside(low) === not) found.length = 0;
        return;
      }
      const { places, length } = found;
      let kept = 0;
      for (let at = 0; at < length; at += 1) {
        const place = places[at]!;
        if (inside(low + numbers[place]!) === not) continue;
        places[kept] = place;
        kept += 1;
      }
      found.length = kept;
    },
  };
}

export const makePlaces = (): Places => ({ places: new Uint16Array(chunkPlaces), length: 0 });
