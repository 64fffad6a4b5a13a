import type { StoredPlace } from '../pipeline/store-contents.ts';
import { placeKey } from './place-key.ts';

/** Where in a list that is sorted by `placeKey` what comes behind a key begins. */
export function indexBehind(places: readonly StoredPlace[], key: string): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (placeKey(places[middle]!) <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
