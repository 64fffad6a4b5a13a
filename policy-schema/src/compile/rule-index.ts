import { operationClasses } from '../operation/operation-class.ts';
import type { CompiledRule } from './compiled-rule.ts';
import { type RuleList, ruleList } from './rule-list.ts';

/** Rules of one kind: those that name whole collections by name, and the rest. All in the canonical order. */
export interface RuleBucket {
  readonly all: RuleList;
  readonly byCollection: ReadonlyMap<string, RuleList>;
  readonly rest: RuleList;
}

/** The rules that may be about one class of operations on one connection. */
export interface ClassRules {
  readonly denies: RuleBucket;
  readonly permits: RuleBucket;
  readonly guards: RuleBucket;
}

/** The rules that may be about one connection. */
export interface ConnectionRules {
  /** By the position of the class in `operationClasses`. */
  readonly byClass: readonly ClassRules[];
  /** Of any class and effect. */
  readonly every: RuleBucket;
  /** Permits of any class but `review` alone: what they imply is for who uses the store. */
  readonly permits: RuleBucket;
  /** Denies, guards and approval rules of any class. */
  readonly binding: readonly CompiledRule[];
}

export interface RuleIndex {
  readonly byConnection: ReadonlyMap<string, ConnectionRules>;
  /** For connections that no rule names. */
  readonly other: ConnectionRules;
}

const onlyReview = 1 << operationClasses.indexOf('review');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which rules are looked at, so that the order in files never shows, not even in texts. */
export const canonically = (a: CompiledRule, b: CompiledRule): number =>
  compare(a.policy.name, b.policy.name) || compare(a.reference.rule, b.reference.rule);

/** Builds the index over rules. */
export function indexRules(unsorted: readonly CompiledRule[]): RuleIndex {
  const rules = [...unsorted].sort(canonically);
  const names = new Set(rules.flatMap((rule) => rule.resources?.connections ?? []));
  const forName = (name: string | undefined): ConnectionRules =>
    connectionRules(
      rules.filter(({ resources }) => {
        const named = resources?.connections;
        return named === undefined || (name !== undefined && named.includes(name));
      }),
    );
  return {
    byConnection: new Map([...names].map((name) => [name, forName(name)])),
    other: forName(undefined),
  };
}

function connectionRules(rules: readonly CompiledRule[]): ConnectionRules {
  return {
    every: bucket(rules),
    permits: bucket(rules.filter(({ effect, classes }) => effect === 'allow' && classes !== onlyReview)),
    binding: rules.filter(({ effect }) => effect !== 'allow'),
    byClass: operationClasses.map((_, i) => {
      const own = rules.filter(({ classes }) => (classes & (1 << i)) !== 0);
      return {
        denies: bucket(own.filter(({ effect }) => effect === 'deny')),
        permits: bucket(own.filter(({ effect }) => effect === 'allow')),
        guards: bucket(own.filter(({ effect }) => effect === 'guard' || effect === 'require-approval')),
      };
    }),
  };
}

function bucket(rules: readonly CompiledRule[]): RuleBucket {
  const byCollection = new Map<string, CompiledRule[]>();
  const rest: CompiledRule[] = [];
  for (const rule of rules) {
    const globs = rule.resources?.collections;
    if (globs === undefined || globs.some(({ parts }) => parts.length > 1)) {
      rest.push(rule);
      continue;
    }
    for (const text of new Set(globs.map((glob) => glob.text))) {
      const named = byCollection.get(text);
      if (named === undefined) byCollection.set(text, [rule]);
      else named.push(rule);
    }
  }
  return {
    all: ruleList(rules),
    byCollection: new Map([...byCollection].map(([name, own]) => [name, ruleList(own)])),
    rest: ruleList(rest),
  };
}
