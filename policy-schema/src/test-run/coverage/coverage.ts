import { isScalar } from 'yaml';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { scalarOffsets } from '../../compile/scalar-offsets.ts';
import type { Condition } from '../../condition/condition.ts';
import type { ConditionEngine } from '../../condition/condition-engine.ts';
import type { Match, RequestDecision } from '../../decide/decision.ts';
import type { SubExpression } from './sub-expressions.ts';
import { everyPart } from './sub-expressions.ts';
import { DissectedCondition } from './truth.ts';

/** How often each truth was seen. */
export type Seen = Readonly<Record<Match, number>>;

/** Part of a condition, where it stands in its file, and what was seen of it. */
export interface BranchCoverage {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The condition itself comes first, then its parts. */
  readonly depth: number;
  readonly seen: Seen;
}

/** What tests saw of one rule. */
export interface RuleCoverage {
  readonly policy: string;
  readonly rule: string;
  readonly file: string;
  /** Offsets of its id. */
  readonly start: number;
  readonly end: number;
  /** Cases in which it mattered: it matched, or may have. */
  readonly hits: number;
  /** Empty without a `when`. */
  readonly branches: readonly BranchCoverage[];
}

interface Watched {
  readonly place: CompiledPlace;
  readonly dissected: DissectedCondition | undefined;
  readonly seen: Map<SubExpression, Record<Match, number>>;
  hits: number;
}

/** Watches what decisions look at: which rules matter, and what becomes of every part of their conditions. */
export class Coverage {
  readonly #watched = new Map<string, Watched>();
  /** The rules to decide by, so that they are watched. */
  readonly rules: readonly CompiledRule[];

  constructor(places: readonly CompiledPlace[], engine: ConditionEngine) {
    this.rules = places.map((place) => {
      const { compiled } = place;
      const { when } = compiled;
      const dissected = when && new DissectedCondition(when.source, engine);
      const watched: Watched = { place, dissected, seen: new Map(), hits: 0 };
      this.#watched.set(keyOf(compiled.reference), watched);
      return when === undefined ? compiled : { ...compiled, when: watchedCondition(when, watched) };
    });
  }

  /** Notes which rules mattered to a decision. */
  note(decision: RequestDecision): void {
    const steps = [decision, decision.monitored].flatMap(
      (one) => one?.operations.flatMap(({ trace }) => trace) ?? [],
    );
    const matched = steps.filter(({ match }) => match !== 'no').map(({ rule }) => keyOf(rule));
    for (const key of new Set(matched)) {
      const watched = this.#watched.get(key);
      if (watched !== undefined) watched.hits++;
    }
  }

  report(): readonly RuleCoverage[] {
    return [...this.#watched.values()].map(({ place, dissected, seen, hits }) => {
      const { source, index, compiled } = place;
      const { policy, rule, file } = compiled.reference;
      const [start, end] = source.nodeAt(['spec', 'rules', index, 'id'])?.range ?? [0, 0];
      const branches = dissected === undefined ? [] : branchesOf(place, dissected.root, seen);
      return { policy, rule, file, start, end, hits, branches };
    });
  }
}

const keyOf = ({ policy, rule }: { policy: string; rule: string }): string => `${policy}/${rule}`;

const watchedCondition = (when: Condition, { dissected, seen }: Watched): Condition => ({
  ...when,
  evaluate(at) {
    for (const [part, truth] of dissected!.walk(at)) {
      const counts = seen.get(part) ?? { yes: 0, no: 0, unknown: 0 };
      counts[truth]++;
      seen.set(part, counts);
    }
    return when.evaluate(at);
  },
});

function branchesOf(
  { source, index }: CompiledPlace,
  root: SubExpression,
  seen: ReadonlyMap<SubExpression, Seen>,
): BranchCoverage[] {
  const node = source.nodeAt(['spec', 'rules', index, 'when']);
  const offsets = isScalar(node) ? scalarOffsets(source.text, node) : [];
  const depths = new Map<SubExpression, number>([[root, 0]]);
  return [...everyPart(root)].map((part) => {
    const depth = depths.get(part) ?? 0;
    for (const inner of part.parts) depths.set(inner, depth + 1);
    return {
      start: offsets[part.start] ?? 0,
      end: offsets[part.end] ?? offsets.at(-1) ?? 0,
      text: part.text,
      depth,
      seen: seen.get(part) ?? { yes: 0, no: 0, unknown: 0 },
    };
  });
}
