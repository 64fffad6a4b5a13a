import { stat } from 'node:fs/promises';
import { placeLoaded } from '../store/place-loaded.ts';
import { qdrantData } from './qdrant-data.ts';
import { startQdrant } from './start-qdrant.ts';

/**
 * Puts a Qdrant data folder with the demo's collections at `target`.
 * @returns whether they had been loaded before
 */
export async function placeLoadedQdrant(program: string, target: string): Promise<boolean> {
  const { size, mtimeMs } = await stat(program);
  return placeLoaded(
    {
      name: 'qdrant',
      ...qdrantData(),
      version: `${size} ${mtimeMs}`,
      start: (folder, log) => startQdrant({ program, folder, log }),
    },
    target,
  );
}
