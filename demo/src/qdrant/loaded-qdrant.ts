import { stat } from 'node:fs/promises';
import { demoCollections } from '../data/demo-collections.ts';
import { qdrantLoader } from '../places.ts';
import { placeLoaded } from '../store/place-loaded.ts';
import { startQdrant } from './start-qdrant.ts';

/**
 * Puts a Qdrant data folder with the demo's collections at `target`: those of the first tenant, for Qdrant has none.
 * @returns whether they had been loaded before
 */
export async function placeLoadedQdrant(program: string, target: string): Promise<boolean> {
  const { size, mtimeMs } = await stat(program);
  return placeLoaded(
    {
      name: 'qdrant',
      collections: demoCollections().filter(({ tenant }) => tenant === 'default_tenant'),
      loader: qdrantLoader,
      version: `${size} ${mtimeMs}`,
      start: (folder, log) => startQdrant({ program, folder, log }),
    },
    target,
  );
}
