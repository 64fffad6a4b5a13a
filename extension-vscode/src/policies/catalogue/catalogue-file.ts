import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type CatalogueStore,
  type KeptCatalogue,
  readKeptCatalogue,
} from '@vectorgate/policy-schema/live-catalogue';

/** Keeps the catalogue over restarts and while no gateway is there, in a file of the editor's own storage. */
export class CatalogueFile implements CatalogueStore {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async read(session: string): Promise<KeptCatalogue | undefined> {
    const text = await readFile(this.#path, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : readKeptCatalogue(text, session);
  }

  async write(kept: KeptCatalogue): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    // Several windows write it: each its own whole file.
    const own = `${this.#path}.${process.pid}`;
    await writeFile(own, JSON.stringify(kept), { mode: 0o600 });
    await rename(own, this.#path);
  }

  async forget(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
