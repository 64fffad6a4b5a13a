import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CatalogDocument } from '@vectorgate/policy-schema/surroundings';

/** What a gateway told one person, and for which places it was asked for fields. */
export interface KeptCatalogue {
  /** The sign-in that it was told to: nobody else is shown it. */
  readonly session: string;
  readonly document: CatalogDocument;
  readonly asked: readonly string[];
}

/** Keeps the catalogue over restarts and while no gateway is there, in a file of the editor's own storage. */
export class CatalogueFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What is kept for a sign-in; undefined where there is nothing, or nothing that can be read. */
  async read(session: string): Promise<KeptCatalogue | undefined> {
    try {
      const kept = JSON.parse(await readFile(this.#path, 'utf8')) as Partial<KeptCatalogue> | null;
      if (kept?.session !== session || !Array.isArray(kept.asked)) return undefined;
      return kept.document?.kind === 'Catalog' ? (kept as KeptCatalogue) : undefined;
    } catch {
      // Not there, or cut short: the gateway tells it again.
      return undefined;
    }
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
