import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Analysis,
  analyse,
  type Catalogue,
  LanguageMemory,
  type Surroundings,
} from '../../language/index.ts';
import { isLinear } from '../../pattern/is-linear.ts';
import { joinCatalogues } from '../../surroundings/join-catalogues.ts';
import { overlayCatalogues } from '../../surroundings/overlay-catalogues.ts';
import type { OnDisk, SurroundingsOnDisk } from './surroundings-on-disk.ts';

/** The language of snapshots of what exists, as editors call it. */
const snapshotLanguage = 'vectorgate-catalogue';

/** The path of a document: of one that is in no file its address. */
export const pathOf = (uri: string): string => (uri.startsWith('file:') ? fileURLToPath(uri) : uri);

/** The address of a path that `pathOf` gave. */
export const uriOf = (path: string): string => (/^[\w-]{2,}:/.test(path) ? path : pathToFileURL(path).href);

/** The documents that are open in an editor, each analysed once per version of all that matters to it. */
export class PolicyDocuments {
  readonly #open: () => readonly TextDocument[];
  readonly #disk: SurroundingsOnDisk;
  readonly #memory = new LanguageMemory();
  readonly #kept = new Map<string, { readonly stamp: string; readonly analysis: Analysis }>();
  #generation = 0;
  workspaces: readonly string[] = [];
  severities: Surroundings['severities'];
  #live: Catalogue | undefined;
  /** What files and the gateway tell together, by what the files tell. */
  #joined = new WeakMap<OnDisk, Catalogue | undefined>();

  constructor(open: () => readonly TextDocument[], disk: SurroundingsOnDisk) {
    this.#open = open;
    this.#disk = disk;
  }

  /** What lies around the documents, or a setting, changed. */
  changed(): void {
    this.#generation++;
    this.#disk.changed();
  }

  /** What a gateway tells now; undefined when none does. */
  set live(catalogue: Catalogue | undefined) {
    this.#live = catalogue;
    this.#joined = new WeakMap();
    this.#generation++;
  }

  forget(uri: string): void {
    this.#kept.delete(uri);
    this.#memory.forget(pathOf(uri));
  }

  /** The analysis of a document as it is now: what is typed while this waits belongs to the next one. */
  async analyse({ uri, languageId }: TextDocument): Promise<Analysis> {
    const path = pathOf(uri);
    const open = this.#open();
    const texts = new Map(open.map((one) => [pathOf(one.uri), one.getText()]));
    const versions = open.map((one) => `${one.uri} ${one.version}`).join(' ');
    const stamp = `${this.#generation} ${versions}`;
    const kept = this.#kept.get(uri);
    if (kept?.stamp === stamp) return kept.analysis;
    const workspace = this.workspaces.find((folder) => path.startsWith(folder));
    const disk = uri.startsWith('file:') ? await this.#disk.of(path, workspace) : undefined;
    // What an editor has open counts, not what it saved.
    const files = disk?.files.map((file) => ({ path: file.path, text: texts.get(file.path) ?? file.text }));
    const analysis = analyse(
      {
        path,
        text: texts.get(path) ?? '',
        // One that is not saved yet has no name: its language tells.
        ...(languageId === snapshotLanguage && { kind: 'snapshot' }),
      },
      {
        now: Date.now(),
        isLinear,
        files,
        catalogue: this.#catalogueOf(disk),
        severities: this.severities,
        memory: this.#memory,
      },
    );
    this.#kept.set(uri, { stamp, analysis });
    return analysis;
  }

  #catalogueOf(disk: OnDisk | undefined): Catalogue | undefined {
    if (disk === undefined) return joinCatalogues(undefined, this.#live);
    if (!this.#joined.has(disk))
      this.#joined.set(disk, joinCatalogues(disk.environment, overlayCatalogues(disk.snapshot, this.#live)));
    return this.#joined.get(disk);
  }
}
