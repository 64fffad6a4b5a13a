import { createHash } from 'node:crypto';
import { access, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DemoCollection, demoCollections } from '../data/demo-collections.ts';
import { loader, madeFolder, pythonLock } from '../places.ts';
import { pythonProgram } from '../processes/real-parts.ts';
import { runToEnd } from '../processes/run-to-end.ts';
import { startChroma } from './start-chroma.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function digest(collections: readonly DemoCollection[]): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(collections));
  for (const file of [loader, pythonLock]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

/** Loads the collections into a new Chroma by the real client and stops that again. */
async function load(collections: readonly DemoCollection[], folder: string): Promise<void> {
  const chroma = await startChroma(join(folder, 'data'), join(folder, 'chroma.log'));
  try {
    const file = join(folder, 'collections.json');
    await writeFile(file, JSON.stringify(collections));
    await runToEnd(
      'Loading the data',
      pythonProgram(),
      [loader, chroma.host, String(chroma.port), file],
      folder,
    );
  } finally {
    await chroma.stop();
  }
}

/**
 * Puts a Chroma data folder with the demo's collections at `target`, which must not exist.
 * They are embedded and loaded once for each version of the data, then copied.
 * @returns whether they had been loaded before
 */
export async function placeLoadedChroma(target: string): Promise<boolean> {
  const collections = demoCollections();
  const cache = join(madeFolder, 'cache');
  const kept = join(cache, `chroma-${await digest(collections)}`);
  const wasThere = await exists(kept);
  if (!wasThere) {
    await mkdir(cache, { recursive: true });
    const fresh = await mkdtemp(join(cache, 'loading-'));
    try {
      await load(collections, fresh);
      // Another run may have been faster: then its folder stays.
      await rename(join(fresh, 'data'), kept).catch(async (error: unknown) => {
        if (!(await exists(kept))) throw error;
      });
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  }
  await cp(kept, target, { recursive: true, errorOnExist: true, force: false });
  return wasThere;
}
