import {
  type Analysis,
  analyse,
  complete,
  conditionTokens,
  diagnose,
  fixesFor,
  format,
  hover,
  LanguageMemory,
  lenses,
  namedAt,
  rename,
  symbols,
} from '@vectorgate/policy-schema/language';
import { isLinear } from '@vectorgate/policy-schema/linear-patterns';
import { type Known, knownFrom } from './known-from.ts';
import type { PolicyWork } from './policy-messages.ts';

/** Open policies and what lies around them; each is analysed once per version of all that matters to it. */
export class PolicyDesk implements PolicyWork {
  readonly #now: () => number;
  readonly #memory = new LanguageMemory();
  readonly #texts = new Map<string, string>();
  readonly #known = new Map<string, Known>();
  readonly #kept = new Map<string, Analysis>();

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
    this.#memory.forget(path);
    this.#kept.clear();
  }

  surround(...[path, surrounding]: Parameters<PolicyWork['surround']>): readonly string[] {
    const known = knownFrom(surrounding);
    this.#known.set(path, known);
    this.#kept.clear();
    return known.problems;
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
        catalogue: known?.catalogue,
        memory: this.#memory,
      },
    );
    this.#kept.set(path, analysis);
    return analysis;
  }
}
