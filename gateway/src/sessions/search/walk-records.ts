import { setImmediate as breathe } from 'node:timers/promises';
import type { ColumnStore } from './column-store.ts';
import type { SearchWay } from './make-tests.ts';
import { chunkOf, chunkPlaces } from './open-chunk.ts';
import { makePlaces, type Places, type RecordTest } from './record-test.ts';

/** How long (ms) a search keeps everything else waiting at a time. */
const slice = 8;

/** Called with what each way found in a chunk, its newest record first. False: that is enough. */
export type OnFound = (chunk: number, found: readonly Places[]) => boolean;

/**
 * Goes through the records before that one, newest first, and lets requests of others pass in between. What is written
 * meanwhile is not seen.
 */
export async function walkRecords(
  store: ColumnStore,
  ways: readonly SearchWay[],
  before: number,
  onFound: OnFound,
): Promise<void> {
  let since = performance.now();
  const found = ways.map(makePlaces);
  for (const chunk of store.chunks()) {
    if (chunk * chunkPlaces >= before) continue;
    const places = chunk === chunkOf(before) ? before % chunkPlaces : chunkPlaces;
    ways.forEach(({ tests }, way) => {
      findIn(store, tests, chunk, places, found[way]!);
    });
    if (found.some(({ length }) => length > 0) && !onFound(chunk, found)) return;
    if (performance.now() - since < slice) continue;
    await breathe();
    since = performance.now();
  }
}

/** Leaves in `found` those of a chunk's first places that satisfy the tests, the newest first. */
export function findIn(
  store: ColumnStore,
  tests: readonly RecordTest[],
  chunk: number,
  places: number,
  found: Places,
): void {
  found.length = 0;
  for (const { column, possible } of tests) {
    const span = store.span(chunk, column);
    if (span !== undefined && !possible(...span)) return;
  }
  for (let at = 0; at < places; at += 1) found.places[at] = places - 1 - at;
  found.length = places;
  for (const { column, keep } of tests) {
    const packed = store.column(chunk, column);
    // Removed while others had their turn.
    if (packed === undefined) {
      found.length = 0;
      return;
    }
    keep(packed, found);
    if (found.length === 0) return;
  }
}
