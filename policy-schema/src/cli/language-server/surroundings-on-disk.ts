import { readFile } from 'node:fs/promises';
import type { PolicyFile } from '../../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import type { Catalogue } from '../../language/index.ts';
import { type PolicyRoot, policyRoot } from '../../surroundings/policy-root.ts';
import { policyPaths } from '../policy-paths.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { readEnvironment } from '../read-environment.ts';
import { foldersOnDisk } from './folders-on-disk.ts';

/** What lies around a policy file. */
export interface OnDisk {
  readonly files: readonly PolicyFile[];
  /** What a gateway's configuration says. */
  readonly environment: PolicyEnvironment | undefined;
  /** What a snapshot says. */
  readonly snapshot: Catalogue | undefined;
}

/** Most files of one folder that are looked at together. */
const mostFiles = 500;

/** Reads what lies around policy files, and keeps it until something changes. */
export class SurroundingsOnDisk {
  readonly #trouble: (text: string) => void;
  #kept = new Map<string, Promise<OnDisk>>();

  constructor(trouble: (text: string) => void) {
    this.#trouble = trouble;
  }

  /** Something of it changed: all is read anew when it is next asked for. */
  changed(): void {
    this.#kept = new Map();
  }

  async of(file: string, workspace: string | undefined): Promise<OnDisk> {
    const root = await policyRoot(file, workspace, foldersOnDisk);
    const kept = this.#kept.get(root.folder);
    if (kept !== undefined) return kept;
    const read = this.#read(root);
    this.#kept.set(root.folder, read);
    return read;
  }

  async #read(root: PolicyRoot): Promise<OnDisk> {
    const paths = await policyPaths(root.folder).catch((error: unknown) => this.#told(error, []));
    if (paths.length > mostFiles)
      this.#trouble(`${root.folder} has ${paths.length} policy files; the first ${mostFiles} are compared.`);
    const texts = await Promise.all(
      paths.slice(0, mostFiles).map(async (path) => {
        const text = await readFile(path, 'utf8').catch((error: unknown) => this.#told(error, undefined));
        return text === undefined ? [] : [{ path, text }];
      }),
    );
    const { config, catalogue } = root;
    const [environment, snapshot] = await Promise.all([
      config === undefined ? undefined : this.#tried(readEnvironment(config)),
      catalogue === undefined ? undefined : this.#tried(readCatalogue(catalogue)),
    ]);
    return { files: texts.flat(), environment, snapshot };
  }

  #tried<Value>(reading: Promise<Value>): Promise<Value | undefined> {
    return reading.catch((error: unknown) => this.#told(error, undefined));
  }

  #told<Value>(error: unknown, instead: Value): Value {
    this.#trouble(error instanceof Error ? error.message : String(error));
    return instead;
  }
}
