import type { Rule } from '../schema/rule-schema.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { PlacedProblem } from './problem.ts';

/** A problem of a rule, in offsets from where the rule begins. */
export type NotedProblem = Pick<
  PlacedProblem,
  'start' | 'end' | 'code' | 'message' | 'remedy' | 'replacement'
>;

/** What was found out about a rule by its text alone, and what it was compiled to. */
export interface RuleNote {
  /** Looks at its text alone that found nothing. */
  readonly free: Set<string>;
  hygiene?: { readonly problems: readonly NotedProblem[]; readonly unreadable: readonly number[] };
  shape?: { readonly problems: readonly NotedProblem[]; readonly grade: 'sound' | 'near' | undefined };
  compiled?: {
    /** All that the result depends on beside the text. */
    readonly with: readonly unknown[];
    readonly problems: readonly NotedProblem[];
    readonly compiled: CompiledRule;
    readonly rule: Rule;
  };
}

/** Notes on the rules of one file, kept for as long as their text stands in its last two versions. */
export class RuleNotes {
  #now = new Map<string, RuleNote>();
  #before = new Map<string, RuleNote>();

  /** The file has a new version. */
  turn(): void {
    this.#before = this.#now;
    this.#now = new Map();
  }

  of(text: string): RuleNote {
    const known = this.#now.get(text);
    if (known !== undefined) return known;
    const note = this.#before.get(text) ?? { free: new Set<string>() };
    this.#now.set(text, note);
    return note;
  }
}
