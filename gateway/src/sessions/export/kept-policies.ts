import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GateError } from '../../errors/gate-error.ts';
import { writeDurably } from '../log/write-durably.ts';

/** One file of a set of policies. */
export interface PolicyText {
  readonly path: string;
  readonly text: string;
}

/**
 * Texts of every set of policies that was in force, by the digest of its revision: what records refer to. They are kept for
 * ever, as the hashes of records are.
 */
export class KeptPolicies {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps a set durably, unless it is there. */
  async keep(digest: string, files: readonly PolicyText[]): Promise<void> {
    const path = this.#path(digest);
    if (existsSync(path)) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const kept = files.map(({ path: name, text }) => ({ path: name, text }));
    await writeDurably(path, Buffer.from(JSON.stringify(kept)));
  }

  /** Undefined when it was in force before texts were kept. */
  async read(digest: string): Promise<readonly PolicyText[] | undefined> {
    try {
      return JSON.parse(await readFile(this.#path(digest), 'utf8')) as readonly PolicyText[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  #path(digest: string): string {
    if (!/^[0-9a-f]{64}$/.test(digest))
      throw new GateError('policy-digest', 'A revision of policies has no digest.', { digest });
    return join(this.#folder, `${digest}.json`);
  }
}
