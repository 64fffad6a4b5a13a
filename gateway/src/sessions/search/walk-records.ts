import { setImmediate as breathe } from 'node:timers/promises';
import type { ColumnStore } from './column-store.ts';
import { chunkOf, chunkPlaces } from './open-chunk.ts';
import { makePlaces, type Places, type RecordTest } from './record-test.ts';

/** How long (ms) a search keeps everything else waiting at a time. */
const slice = 8;

/** Called with what was found in a chunk, its newest record first. False: that is enough. */
export type OnFound = (chunk: number, found: Places) => boolean;

/**
 * Goes through the records before that one, newest first, and lets requests of others pass in between. What is written
 * meanwhile is not seen.
 */
export async function walkRecords(
  store: ColumnStore,
  tests: readonly RecordTest[],
  before: number,
  onFound: OnFound,
): Promise<void> {
  let since = performance.now();
  const found = makePlaces();
  for (const chunk of store.chunks()) {
    if (chunk * chunkPlaces >= before) continue;
    const places = chunk === chunkOf(before) ? before % chunkPlaces : chunkPlaces;
    if (findIn(store, tests, chunk, places, found) && !onFound(chunk, found)) return;
    if (performance.now() - since < slice) continue;
    await breathe();
    since = performance.now();
  }
}

function findIn(
  store: ColumnStore,
  tests: readonly RecordTest[],
  chunk: number,
  places: number,
  found: Places,
): boolean {
  for (const { column, possible } of tests) {
    const span = store.span(chunk, column);
    if (span !== undefined && !possible(...span)) return false;
  }
  for (let at = 0; at < places; at += 1) found.places[at] = places - 1 - at;
  found.length = places;
  for (const { column, keep } of tests) {
    const packed = store.column(chunk, column);
    // Removed while others had their turn.
    if (packed === undefined) return false;
    keep(packed, found);
    if (found.length === 0) return false;
  }
  return true;
}
