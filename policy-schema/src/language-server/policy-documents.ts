import type { TextDocument } from 'vscode-languageserver-textdocument';
import { largestFile } from '../compile/read-file.ts';
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

/** The language of snapshots of what exists, as editors call it. */
const snapshotLanguage = 'vectorgate-catalogue';
/** Milliseconds: what takes less is analysed at once; at most this long is waited for what is typed. */
const quick = 50;
const longestWait = 400;

interface KeptAnalysis {
  readonly stamp: string;
  /** Paths of all whose text counted. */
  readonly counted: ReadonlySet<string>;
  readonly analysis: Analysis;
}

/** What is read of a text. Of one that is too large, what tells that it is: to look for lines in the rest takes its time. */
const readOf = (text: string): string => (text.length > largestFile ? text.slice(0, largestFile + 1) : text);

/** The documents that are open in an editor, each analysed once per version of all that matters to it. */
export class PolicyDocuments {
  readonly #open: () => readonly TextDocument[];
  readonly #files: ServedFiles;
  readonly #surroundings: KnownSurroundings;
  readonly #clock: () => number;
  readonly #memory = new LanguageMemory();
  readonly #kept = new Map<string, KeptAnalysis>();
  /** Milliseconds that the last analysis of each took. */
  readonly #took = new Map<string, number>();
  /** Analyses of slow documents that wait for what is typed. */
  readonly #next = new Map<string, Promise<Analysis>>();
  #generation = 0;
  severities: Surroundings['severities'];
  #live: Catalogue | undefined;
  /** What files and the gateway tell together, by what the files tell. */
  #joined = new WeakMap<Around, Catalogue | undefined>();

  /** @param clock milliseconds, by which it is told what takes its time */
  constructor(
    open: () => readonly TextDocument[],
    files: ServedFiles,
    surroundings: KnownSurroundings,
    clock = (): number => performance.now(),
  ) {
    this.#clock = clock;
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

  /** Milliseconds that the last analysis of a document took. */
  tookOf(uri: string): number {
    return this.#took.get(uri) ?? 0;
  }

  forget(uri: string): void {
    this.#kept.delete(uri);
    this.#took.delete(uri);
    this.#memory.forget(this.#files.pathOf(uri));
  }

  /**
   * The analysis of a document as it is now: what is typed while this waits belongs to the next one. Of a document that takes
   * its time all that ask while somebody types share one, of what is there after a moment: else each key would have its own,
   * and keys would wait for those of the keys before.
   *
   * @param isStill whether nobody types: then there is nothing to wait for
   */
  async analyse({ uri, languageId }: TextDocument, isStill = false): Promise<Analysis> {
    const kept = this.#current(uri);
    if (kept !== undefined) return kept;
    const took = this.#took.get(uri) ?? 0;
    if (isStill || took < quick) return this.#analyseNow(uri, languageId);
    const next = this.#next.get(uri) ?? this.#analyseSoon(uri, languageId, Math.min(took, longestWait));
    this.#next.set(uri, next);
    return next;
  }

  /** What was made before, where nothing that counts for it changed. */
  #current(uri: string): Analysis | undefined {
    const kept = this.#kept.get(uri);
    return kept !== undefined && kept.stamp === this.#stamp()(kept.counted) ? kept.analysis : undefined;
  }

  async #analyseSoon(uri: string, languageId: string, wait: number): Promise<Analysis> {
    await new Promise((resolve) => setTimeout(resolve, wait));
    this.#next.delete(uri);
    return this.#current(uri) ?? this.#analyseNow(uri, languageId);
  }

  /** What tells, of the documents that count, whether one is another than now. */
  #stamp(): (counted: ReadonlySet<string>) => string {
    const versions = this.#open().map((one) => [this.#files.pathOf(one.uri), one.version] as const);
    const generation = this.#generation;
    return (counted) => JSON.stringify([generation, versions.filter(([at]) => counted.has(at))]);
  }

  async #analyseNow(uri: string, languageId: string): Promise<Analysis> {
    const { pathOf } = this.#files;
    const path = pathOf(uri);
    const texts = new Map(this.#open().map((one) => [pathOf(one.uri), one.getText()]));
    const stampOf = this.#stamp();
    const around = this.#files.surround(uri)
      ? await this.#surroundings.of(path, this.#files.workspaceOf(path))
      : undefined;
    // What an editor has open counts, not what it saved.
    const files = around?.files.map((file) => ({
      path: file.path,
      text: readOf(texts.get(file.path) ?? file.text),
    }));
    const from = this.#clock();
    const analysis = analyse(
      {
        path,
        text: readOf(texts.get(path) ?? ''),
        // One that is not saved yet has no name: its language tells.
        ...(languageId === snapshotLanguage && { kind: 'snapshot' }),
      },
      {
        now: Date.now(),
        isLinear,
        files,
        catalogue: this.#catalogueOf(around),
        severities: this.severities,
        memory: this.#memory,
      },
    );
    this.#took.set(uri, this.#clock() - from);
    const counted = new Set([path, ...(files ?? []).map((file) => file.path)]);
    this.#kept.set(uri, { stamp: stampOf(counted), counted, analysis });
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
