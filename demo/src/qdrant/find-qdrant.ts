import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Why there is no server, and what to do: no package registry has one. */
export const noQdrant = 'no Qdrant server is known: name one by QDRANT_BINARY, or put qdrant on the PATH';

const runs = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** The Qdrant server's program: `QDRANT_BINARY`, else `qdrant` on the PATH; undefined where there is none. */
export async function findQdrant(): Promise<string | undefined> {
  const named = process.env.QDRANT_BINARY;
  const places = named
    ? [named]
    : (process.env.PATH ?? '')
        .split(delimiter)
        .filter((folder) => folder !== '')
        .map((folder) => join(folder, 'qdrant'));
  for (const place of places) if (await runs(place)) return place;
  return undefined;
}
