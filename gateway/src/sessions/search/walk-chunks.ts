import { setImmediate as breathe } from 'node:timers/promises';
import { chunkOf, chunkPlaces } from './chunk-places.ts';
import type { ColumnStore } from './column-store.ts';

/** How long (ms) a search keeps everything else waiting at a time. */
const slice = 8;

/** Called with a chunk and how many of its first places are looked at. False: that is enough. */
export type OnChunk = (chunk: number, places: number) => boolean;

/**
 * Goes through the chunks with records before that one, newest first, and lets requests of others pass in between. What is
 * written meanwhile is not seen.
 */
export async function walkChunks(store: ColumnStore, before: number, onChunk: OnChunk): Promise<void> {
  let since = performance.now();
  for (const chunk of store.chunks()) {
    if (chunk * chunkPlaces >= before) continue;
    if (!onChunk(chunk, chunk === chunkOf(before) ? before % chunkPlaces : chunkPlaces)) return;
    if (performance.now() - since < slice) continue;
    await breathe();
    since = performance.now();
  }
}
