import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type Analysis,
  analyse,
  type Catalogue,
  LanguageMemory,
  type Surroundings,
} from '../language/index.ts';
import { isLinear } from '../pattern/is-linear.ts';
import { joinCatalogues } from '../surroundings/join-catalogues.ts';
import { overlayCatalogues } from '../surroundings/overlay-catalogues.ts';
import type { Around, KnownSurroundings } from './known-surroundings.ts';
import type { ServedFiles } from './served-files.ts';

/** The documents that are open in an editor, each analysed once per version of all that matters to it. */
export class PolicyDocuments {
  readonly #open: () => readonly TextDocument[];
  readonly #files: ServedFiles;
  readonly #surroundings: KnownSurroundings;
  readonly #memory = new LanguageMemory();
  readonly #kept = new Map<string, { readonly stamp: string; readonly analysis: Analysis }>();
  #generation = 0;
  severities: Surroundings['severities'];
  #live: Catalogue | undefined;
  /** What files and the gateway tell together, by what the files tell. */
  #joined = new WeakMap<Around, Catalogue | undefined>();

  constructor(open: () => readonly TextDocument[], files: ServedFiles, surroundings: KnownSurroundings) {
    this.#open = open;
    this.#files = files;
    this.#surroundings = surroundings;
  }

  /** What lies around the documents, or a setting, changed. */
  changed(): void {
    this.#generation++;
    this.#files.changed();
    this.#surroundings.changed();
  }

  /** What a gateway tells now; undefined when none does. */
  set live(catalogue: Catalogue | undefined) {
    this.#live = catalogue;
    this.#joined = new WeakMap();
    this.#generation++;
  }

  forget(uri: string): void {
    this.#kept.delete(uri);
    this.#memory.forget(this.#files.pathOf(uri));
  }

  /** The analysis of a document as it is now: what is typed while this waits belongs to the next one. */
  async analyse({ uri }: TextDocument): Promise<Analysis> {
    const { pathOf } = this.#files;
    const path = pathOf(uri);
    const open = this.#open();
    const texts = new Map(open.map((one) => [pathOf(one.uri), one.getText()]));
    const versions = open.map((one) => `${one.uri} ${one.version}`).join(' ');
    const stamp = `${this.#generation} ${versions}`;
    const kept = this.#kept.get(uri);
    if (kept?.stamp === stamp) return kept.analysis;
    const around = this.#files.surround(uri)
      ? await this.#surroundings.of(path, this.#files.workspaceOf(path))
      : undefined;
    // What an editor has open counts, not what it saved.
    const files = around?.files.map((file) => ({ path: file.path, text: texts.get(file.path) ?? file.text }));
    const analysis = analyse(
      { path, text: texts.get(path) ?? '' },
      {
        now: Date.now(),
        isLinear,
        files,
        catalogue: this.#catalogueOf(around),
        severities: this.severities,
        memory: this.#memory,
      },
    );
    this.#kept.set(uri, { stamp, analysis });
    return analysis;
  }

  #catalogueOf(around: Around | undefined): Catalogue | undefined {
    if (around === undefined) return joinCatalogues(undefined, this.#live);
    if (!this.#joined.has(around))
      this.#joined.set(
        around,
        joinCatalogues(around.environment, overlayCatalogues(around.snapshot, this.#live)),
      );
    return this.#joined.get(around);
  }
}
