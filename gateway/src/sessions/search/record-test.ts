import type { Span } from '@vectorgate/policy-schema/records-query';
import { chunkPlaces } from './chunk-places.ts';
import type { FamilyPlace } from './families.ts';
import type { PackedColumn } from './packed-column.ts';
import type { Tuples } from './tuples.ts';

/** Places of a chunk, of which the first `length` count. */
export interface Places {
  readonly places: Uint16Array;
  length: number;
}

export const makePlaces = (): Places => ({ places: new Uint16Array(chunkPlaces), length: 0 });

/** That the number in a column is one of those which are marked by 1; with `not`, that it is none of them. */
export interface MemberTest extends FamilyPlace {
  readonly marks: Uint8Array;
  readonly not: boolean;
}

/** That an amount lies in one of the spans, their ends in it; with `not`, that it lies in none. */
export interface SpanTest {
  readonly amount: number;
  readonly spans: readonly Span[];
  readonly not: boolean;
}

/**
 * Marks by 1 the tuples that satisfy all tests, which are of their family, and by 0 the others. Returns how many records
 * have them. Loops over thousands in each chunk: it calls nothing for each.
 */
export function markTuples(tests: readonly MemberTest[], of: Tuples, marked: Uint8Array): number {
  const { size, columns, counts } = of;
  marked.fill(1, 0, size);
  marked[0] = 0;
  for (const { at, marks, not } of tests) {
    const numbers = columns[at]!;
    for (let tuple = 1; tuple < size; tuple += 1)
      if ((marks[numbers[tuple]!] === 1) === not) marked[tuple] = 0;
  }
  let records = 0;
  for (let tuple = 1; tuple < size; tuple += 1) if (marked[tuple] === 1) records += counts[tuple]!;
  return records;
}

/** All of a chunk’s first places whose tuple is marked, the newest first. */
export function placesMarked(ids: Uint16Array, marked: Uint8Array, before: number, found: Places): void {
  const { places } = found;
  let kept = 0;
  // Without a branch: whether a record is found cannot be foreseen.
  for (let place = before - 1; place >= 0; place -= 1) {
    places[kept] = place;
    kept += marked[ids[place]!]!;
  }
  found.length = kept;
}

/** Leaves those places whose tuple is marked. */
export function keepMarked(ids: Uint16Array, marked: Uint8Array, found: Places): void {
  const { places, length } = found;
  let kept = 0;
  for (let at = 0; at < length; at += 1) {
    const place = places[at]!;
    places[kept] = place;
    kept += marked[ids[place]!]!;
  }
  found.length = kept;
}

/** Whether all, some or none of a chunk can satisfy a test whose amounts lie between these two. */
export function spanSays({ spans, not }: SpanTest, [low, high]: Span): 'all' | 'some' | 'none' {
  if (spans.some(([from, to]) => from <= low && to >= high)) return not ? 'none' : 'all';
  if (spans.some(([from, to]) => from <= high && to >= low)) return 'some';
  return not ? 'all' : 'none';
}

/** Leaves those places whose amount satisfies the test. */
export function keepInSpans({ spans, not }: SpanTest, { low, numbers }: PackedColumn, found: Places): void {
  const { places, length } = found;
  if (numbers === undefined) {
    if (spans.some(([from, to]) => low >= from && low <= to) === not) found.length = 0;
    return;
  }
  // Of each span where it begins and ends in the chunk's own numbers: one after the other, each loop as simple as can be.
  const [[from, to] = [0, -1], ...more] = spans.map(([from, to]): Span => [from - low, to - low]);
  let kept = 0;
  for (let at = 0; at < length; at += 1) {
    const place = places[at]!;
    const number = numbers[place]!;
    const inside = (number >= from && number <= to) || (more.length > 0 && isIn(more, number));
    places[kept] = place;
    kept += inside === not ? 0 : 1;
  }
  found.length = kept;
}

function isIn(spans: readonly Span[], number: number): boolean {
  for (const [from, to] of spans) if (number >= from && number <= to) return true;
  return false;
}
