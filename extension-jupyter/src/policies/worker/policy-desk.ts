import {
  type Analysis,
  analyse,
  type Catalogue,
  complete,
  conditionTokens,
  diagnose,
  fixesFor,
  format,
  hover,
  lenses,
  namedAt,
  ParseCache,
  rename,
  symbols,
  wantedFields,
} from '@vectorgate/policy-schema/language';
import { isLinear } from '@vectorgate/policy-schema/linear-patterns';
import { type CatalogDocument, catalogueOf, joinCatalogues } from '@vectorgate/policy-schema/surroundings';
import { catalogueOfAll, type Known, knownFrom } from './known-from.ts';
import type { PolicyWork } from './policy-messages.ts';

/** Open policies and what lies around them; each is analysed once per version of all that matters to it. */
export class PolicyDesk implements PolicyWork {
  readonly #now: () => number;
  readonly #cache = new ParseCache();
  readonly #texts = new Map<string, string>();
  readonly #known = new Map<string, Known>();
  readonly #kept = new Map<string, Analysis>();
  #live: Catalogue | undefined;
  /** What files and the gateway tell together, by what the files tell. */
  #joined = new WeakMap<Known, { readonly catalogue: Catalogue | undefined }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  put(path: string, text: string): void {
    if (this.#texts.get(path) === text) return;
    this.#texts.set(path, text);
    this.#kept.clear();
  }

  forget(path: string): void {
    this.#texts.delete(path);
    this.#known.delete(path);
    this.#cache.forget(path);
    this.#kept.clear();
  }

  surround(...[path, surrounding]: Parameters<PolicyWork['surround']>): readonly string[] {
    const known = knownFrom(surrounding);
    this.#known.set(path, known);
    this.#kept.clear();
    return known.problems;
  }

  live(document: CatalogDocument | null): void {
    const known = document === null ? undefined : catalogueOf(document);
    this.#live = known && { ...known, live: true };
    this.#joined = new WeakMap();
    this.#kept.clear();
  }

  look(path: string): ReturnType<PolicyWork['look']> {
    const analysis = this.#analyse(path);
    return {
      diagnostics: diagnose(analysis).map((diagnostic) => {
        const { fixes: _, ...told } = diagnostic;
        return { ...told, fixes: fixesFor(analysis, diagnostic) };
      }),
      lenses: lenses(analysis),
      tokens: conditionTokens(analysis),
      wanted: wantedFields(analysis),
    };
  }

  complete(path: string, offset: number): ReturnType<PolicyWork['complete']> {
    // What is completed is YAML: in a file of JSON it would have to be written another way.
    return path.endsWith('.json') ? [] : complete(this.#analyse(path), offset);
  }

  hover(path: string, offset: number): ReturnType<PolicyWork['hover']> {
    return hover(this.#analyse(path), offset);
  }

  named(path: string, offset: number): ReturnType<PolicyWork['named']> {
    return namedAt(this.#analyse(path), offset);
  }

  rename(path: string, offset: number, name: string): ReturnType<PolicyWork['rename']> {
    return rename(this.#analyse(path), offset, name);
  }

  format(path: string): ReturnType<PolicyWork['format']> {
    return format(path, this.#textOf(path));
  }

  symbols(path: string): ReturnType<PolicyWork['symbols']> {
    return symbols(this.#analyse(path));
  }

  #catalogueOf(known: Known | undefined): Catalogue | undefined {
    if (known === undefined) return joinCatalogues(undefined, this.#live);
    let joined = this.#joined.get(known);
    if (joined === undefined) {
      joined = { catalogue: catalogueOfAll(known, this.#live) };
      this.#joined.set(known, joined);
    }
    return joined.catalogue;
  }

  #textOf(path: string): string {
    return this.#texts.get(path) ?? '';
  }

  #analyse(path: string): Analysis {
    const kept = this.#kept.get(path);
    if (kept !== undefined) return kept;
    const known = this.#known.get(path);
    const analysis = analyse(
      { path, text: this.#textOf(path) },
      {
        now: this.#now(),
        isLinear,
        // What an editor has open counts, not what it saved.
        files: known?.files.map((file) => ({ ...file, text: this.#texts.get(file.path) ?? file.text })),
        catalogue: this.#catalogueOf(known),
        parse: this.#cache.parse,
      },
    );
    this.#kept.set(path, analysis);
    return analysis;
  }
}
