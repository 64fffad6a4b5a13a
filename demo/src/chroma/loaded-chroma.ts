import { demoCollections } from '../data/demo-collections.ts';
import { loader } from '../places.ts';
import { placeLoaded } from '../store/place-loaded.ts';
import { startChroma } from './start-chroma.ts';

/** Puts a Chroma data folder with the demo's collections at `target`. @returns whether they had been loaded before */
export const placeLoadedChroma = (target: string): Promise<boolean> =>
  placeLoaded({ name: 'chroma', collections: demoCollections(), loader, start: startChroma }, target);
