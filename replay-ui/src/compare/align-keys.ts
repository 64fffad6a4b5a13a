import { MiddleSearch } from './middle-search.ts';

/** Two lists of keys beside each other. */
export interface Alignment {
  /** For each of the first list its place in the second, rising; -1: it is only in the first. */
  readonly partners: Int32Array;
  /** No alignment has more of them beside each other. Else the lists were too long and too different to look for the best. */
  readonly best: boolean;
  /** Looks at keys that it took: in the length of both lists together at most linear. */
  readonly looks: number;
}

/** How many looks there may be in all, about: some tenths of a second at the most. */
const mostLooks = 10_000_000;
const leastReach = 64;

/** A part of both lists that is still to be aligned. */
type Box = readonly [aFrom: number, aTo: number, bFrom: number, bTo: number];

/**
 * A common subsequence of two lists, the longest where lists are short or alike: Myers' divide and conquer in linear space.
 * Where that would take too long, it goes on from as far as it came, and says so.
 */
export function alignKeys(a: readonly number[], b: readonly number[]): Alignment {
  // What the other list does not have at all stands beside nothing, and would only make the search longer.
  const [left, right] = [placesOf(a, new Set(b)), placesOf(b, new Set(a))];
  const keysA = Int32Array.from(left, (at) => a[at]!);
  const keysB = Int32Array.from(right, (at) => b[at]!);
  const partners = new Int32Array(a.length).fill(-1);
  const reach = Math.max(leastReach, Math.floor(mostLooks / (keysA.length + keysB.length + 1)));
  const search = new MiddleSearch(keysA, keysB, reach);
  const pair = (x: number, y: number): void => {
    partners[left[x]!] = right[y]!;
  };
  const boxes: Box[] = [[0, keysA.length, 0, keysB.length]];
  for (let box = boxes.pop(); box !== undefined; box = boxes.pop()) {
    let [aFrom, aTo, bFrom, bTo] = box;
    const alike = (x: number, y: number): boolean => {
      search.looks += 1;
      return keysA[x] === keysB[y];
    };
    while (aFrom < aTo && bFrom < bTo && alike(aFrom, bFrom)) pair(aFrom++, bFrom++);
    while (aFrom < aTo && bFrom < bTo && alike(aTo - 1, bTo - 1)) pair(--aTo, --bTo);
    if (aFrom === aTo || bFrom === bTo) continue;
    const [x, y] = search.middle(aFrom, aTo, bFrom, bTo);
    boxes.push([aFrom, x, bFrom, y], [x, aTo, y, bTo]);
  }
  return { partners, best: search.best, looks: search.looks };
}

/** Where in a list those keys stand that the other list has. */
const placesOf = (keys: readonly number[], others: ReadonlySet<number>): readonly number[] =>
  keys.flatMap((key, at) => (others.has(key) ? [at] : []));
