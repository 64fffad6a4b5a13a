import {
  type CompiledCondition,
  type ConditionEngine,
  createConditionEngine,
} from '../condition/condition-engine.ts';
import { declaredClaims, type PolicyEnvironment } from './environment.ts';
import type { ParsedText } from './parsed-text.ts';
import { parseText } from './read-file.ts';
import { type ParsedVersion, reparse } from './reparse.ts';
import { RuleNotes } from './rule-notes.ts';

interface Kept {
  version: ParsedVersion;
  /** How many versions were parsed out of the one before since a whole one. */
  steps: number;
  readonly notes: RuleNotes;
}

/** A version that was parsed out of many others holds on to their texts. */
const mostSteps = 200;
const mostConditions = 5_000;

/** Keeps what compiling files gave, so that a further version of one costs what changed in it. It never changes a result. */
export class CompileMemory {
  readonly #files = new Map<string, Kept>();
  readonly #engines = new WeakMap<object, ConditionEngine>();
  readonly #anywhere = {};

  /** Parses a text; one that is the last of its path, or differs from it in little, costs little. */
  parse(path: string, text: string): ParsedText {
    const kept = this.#files.get(path);
    if (kept === undefined) {
      const version = { ...parseText(text), text };
      this.#files.set(path, { version, steps: 0, notes: new RuleNotes() });
      return version;
    }
    if (kept.version.text === text) return kept.version;
    const quick = kept.steps < mostSteps ? reparse(kept.version, text) : undefined;
    kept.version = { ...(quick ?? parseText(text)), text };
    kept.steps = quick === undefined ? 0 : kept.steps + 1;
    kept.notes.turn();
    return kept.version;
  }

  /** Notes on the rules of the version that was parsed last. */
  notesOf(path: string): RuleNotes | undefined {
    return this.#files.get(path)?.notes;
  }

  /** The engine for the claims of an environment; it compiles a condition once. */
  engineFor(environment: PolicyEnvironment | undefined): ConditionEngine {
    const key = environment ?? this.#anywhere;
    const known = this.#engines.get(key);
    if (known !== undefined) return known;
    const engine = remembering(createConditionEngine(environment && declaredClaims(environment)));
    this.#engines.set(key, engine);
    return engine;
  }

  /** Forgets a file that is gone. */
  forget(path: string): void {
    this.#files.delete(path);
  }
}

function remembering(engine: ConditionEngine): ConditionEngine {
  const known = new Map<string, CompiledCondition>();
  return {
    compile(source, classes) {
      const key = `${classes.join(' ')}\n${source}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      if (known.size >= mostConditions) known.clear();
      const compiled = engine.compile(source, classes);
      known.set(key, compiled);
      return compiled;
    },
  };
}
