import type { CompiledRule, PlaceSelector } from '../../compile/compiled-rule.ts';
import { type Glob, matchesGlob } from '../../compile/glob.ts';
import { every, none, one, type Scope, type Target, unresolved } from '../../operation/target.ts';
import type { Facts } from './cover.ts';
import { nameRegions } from './name-regions.ts';

/** A target that stands for all that the rules cannot tell apart. */
export interface PlaceCase {
  readonly target: Target;
  readonly facts: Facts;
}

export interface PlaceCases {
  readonly cases: readonly PlaceCase[];
  readonly factsOf: (target: Target) => Facts;
}

export const placeParts = ['tenant', 'database', 'namespace', 'collection'] as const;
type Part = (typeof placeParts)[number];
const listOf = {
  tenant: 'tenants',
  database: 'databases',
  namespace: 'namespaces',
  collection: 'collections',
} as const;

const mostCases = 2_000;

const selectorsOf = (rules: readonly CompiledRule[]): readonly PlaceSelector[] =>
  rules.flatMap(({ resources }) =>
    resources === undefined
      ? []
      : resources.except === undefined
        ? [resources]
        : [resources, resources.except],
  );

/**
 * Every target that the rules can tell apart, one for each: names by the patterns that they satisfy, no such part, all
 * of them at once, and one that cannot be told. Undefined: there are too many of them.
 */
export function placeCases(rules: readonly CompiledRule[]): PlaceCases | undefined {
  const selectors = selectorsOf(rules);
  const globs = new Map<Part, readonly Glob[]>();
  const scopes: (readonly Scope[])[] = [];
  for (const part of placeParts) {
    const own = selectors.flatMap((selector) => selector[listOf[part]] ?? []);
    if (own.length === 0 && !selectors.some((selector) => selector[listOf[part]] !== undefined)) {
      scopes.push([none]);
      continue;
    }
    globs.set(part, [...new Map(own.map((glob) => [glob.text, glob])).values()]);
    const names = nameRegions(own);
    if (names === undefined) return undefined;
    scopes.push([...names.map(one), none, every, unresolved]);
  }
  const count = scopes.reduce((product, list) => product * list.length, 1);
  if (count > mostCases) return undefined;
  const factsOf = (target: Target): Facts => {
    const facts = new Map<string, string>();
    for (const [part, own] of globs) {
      const scope = target[part];
      facts.set(`${part} scope`, scope.is);
      for (const glob of own) {
        const answer =
          scope.is === 'one' ? matchesGlob(glob, scope.name) : scope.is === 'none' ? false : undefined;
        facts.set(`${part} ${glob.text}`, answer === undefined ? 'unknown' : answer ? 'yes' : 'no');
      }
    }
    return facts;
  };
  let targets: Partial<Record<Part, Scope>>[] = [{}];
  for (const [i, part] of placeParts.entries())
    targets = targets.flatMap((before) => scopes[i]!.map((scope) => ({ ...before, [part]: scope })));
  return {
    factsOf,
    cases: targets.map((target) => ({ target: target as Target, facts: factsOf(target as Target) })),
  };
}
