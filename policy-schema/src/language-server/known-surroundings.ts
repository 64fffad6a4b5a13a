import type { PolicyFile } from '../compile/compile-policies.ts';
import type { PolicyEnvironment } from '../compile/environment.ts';
import type { Catalogue } from '../language/index.ts';
import { catalogueOfFile } from '../surroundings/catalogue-of-file.ts';
import { environmentOfFile } from '../surroundings/environment-of-file.ts';
import type { PolicyFiles } from '../surroundings/policy-files.ts';
import { type PolicyRoot, policyRoot } from '../surroundings/policy-root.ts';

/** What lies around a policy file. */
export interface Around {
  readonly files: readonly PolicyFile[];
  /** What a gateway's configuration says. */
  readonly environment: PolicyEnvironment | undefined;
  /** What a snapshot says. */
  readonly snapshot: Catalogue | undefined;
}

/** Most files of one folder that are looked at together. */
const mostFiles = 500;

/** Reads what lies around policy files, and keeps it until something changes. */
export class KnownSurroundings {
  readonly #files: PolicyFiles;
  readonly #trouble: (text: string) => void;
  #kept = new Map<string, Promise<Around>>();

  constructor(files: PolicyFiles, trouble: (text: string) => void) {
    this.#files = files;
    this.#trouble = trouble;
  }

  /** Something of it changed: all is read anew when it is next asked for. */
  changed(): void {
    this.#kept = new Map();
  }

  async of(file: string, workspace: string | undefined): Promise<Around> {
    const root = await policyRoot(file, workspace, this.#files);
    const kept = this.#kept.get(root.folder);
    if (kept !== undefined) return kept;
    const read = this.#read(root);
    this.#kept.set(root.folder, read);
    return read;
  }

  async #read({ folder, config, catalogue }: PolicyRoot): Promise<Around> {
    const paths = (await this.#tried(this.#files.policiesBelow(folder))) ?? [];
    if (paths.length > mostFiles)
      this.#trouble(`${folder} has ${paths.length} policy files; the first ${mostFiles} are compared.`);
    const texts = await Promise.all(
      paths.slice(0, mostFiles).map(async (path) => {
        const text = await this.#tried(this.#files.read(path));
        return text === undefined ? [] : [{ path, text }];
      }),
    );
    const [environment, snapshot] = await Promise.all([
      config === undefined ? undefined : this.#tried(environmentOfFile(config, this.#files)),
      catalogue === undefined ? undefined : this.#tried(catalogueOfFile(catalogue, this.#files)),
    ]);
    return { files: texts.flat(), environment, snapshot };
  }

  #tried<Value>(reading: Promise<Value>): Promise<Value | undefined> {
    return reading.catch((error: unknown) => {
      this.#trouble(error instanceof Error ? error.message : String(error));
      return undefined;
    });
  }
}
