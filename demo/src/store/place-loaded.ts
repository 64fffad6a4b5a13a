import { createHash } from 'node:crypto';
import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoCollection } from '../data/demo-collections.ts';
import { madeFolder, pythonLock } from '../places.ts';
import { runLoader } from './run-loader.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** How a store's folder is filled. */
export interface Loading {
  /** Of the folder in the cache. */
  readonly name: string;
  readonly collections: readonly DemoCollection[];
  /** The Python program that loads them by the store's own client. */
  readonly loader: string;
  /** What else makes another folder: the server's version. */
  readonly version?: string;
  /** Starts the store over a folder. */
  start(
    folder: string,
    log: string,
  ): Promise<{ readonly host: string; readonly port: number; stop(): Promise<void> }>;
}

async function digest({ collections, loader, version }: Loading): Promise<string> {
  const hash = createHash('sha256')
    .update(JSON.stringify(collections))
    .update(version ?? '');
  for (const file of [loader, pythonLock]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

/** Loads the collections into a new store and stops that again. */
async function load(loading: Loading, folder: string): Promise<void> {
  const store = await loading.start(join(folder, 'data'), join(folder, 'store.log'));
  try {
    await runLoader(loading, store, folder);
  } finally {
    await store.stop();
  }
}

/**
 * Puts a store's data folder with the demo's collections at `target`, which must not exist. They are embedded and loaded
 * once for each version of the data, then copied. @returns whether they had been loaded before
 */
export async function placeLoaded(loading: Loading, target: string): Promise<boolean> {
  const cache = join(madeFolder, 'cache');
  const kept = join(cache, `${loading.name}-${await digest(loading)}`);
  const wasThere = await exists(kept);
  if (!wasThere) {
    await mkdir(cache, { recursive: true });
    const fresh = await mkdtemp(join(cache, 'loading-'));
    try {
      await load(loading, fresh);
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
