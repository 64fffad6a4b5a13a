import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule, IssuedName, PrincipalSelector } from '../../compile/compiled-rule.ts';
import type { PlacesByName } from './places-by-name.ts';

/** Parts of one rule that are looked at: many lists of many entries are left unsaid. */
const mostParts = 200;
/** Rules that are held against parts of rules while one version of a document is looked at: beyond, nothing is said. */
const mostCompared = 150_000;

/** How rules are held against parts of another. */
export class Covering {
  readonly #near: PlacesByName;
  readonly #byClass: boolean;
  /** Whether one rule leaves nothing to a part of another. */
  readonly covers: (one: CompiledRule, part: CompiledRule) => boolean;
  #left = mostCompared;

  /** @param byClass whether a rule matches an operation on each of its classes alone: a permit has to name all of them */
  constructor(near: PlacesByName, covers: Covering['covers'], byClass: boolean) {
    this.#near = near;
    this.covers = covers;
    this.#byClass = byClass;
  }

  partsOf(rule: CompiledRule): readonly CompiledRule[] {
    return partsOf(rule, this.#byClass);
  }

  /** Those among which the ones are that leave nothing to a part. */
  near(part: CompiledRule): readonly CompiledPlace[] {
    return this.#near.covering(part);
  }

  spend(compared: number): void {
    this.#left -= compared;
  }

  /** Nothing is said any more. */
  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** The first of the rules that count which leaves nothing to a part. */
  of(part: CompiledRule, counts: (one: CompiledPlace) => boolean): CompiledPlace | undefined {
    const near = this.near(part);
    this.spend(near.length);
    if (this.isSpent) return undefined;
    return near.find((one) => this.covers(one.compiled, part) && counts(one));
  }
}

/**
 * Rules that leave nothing to a rule together, where none does alone: each part of it, of one entry of each of its lists, is
 * covered by one of them. Undefined where that is not so, or takes too long to know.
 */
export function coverTogether(
  rule: CompiledRule,
  covering: Covering,
  counts: (one: CompiledPlace) => boolean = () => true,
): readonly CompiledPlace[] | undefined {
  // Nearly always the smallest part tells already that it is not so.
  let smallest = rule;
  for (let parts = covering.partsOf(rule); parts.length > 0; parts = covering.partsOf(smallest))
    [smallest] = parts as [CompiledRule];
  if (smallest === rule || covering.of(smallest, counts) === undefined) return undefined;
  const found = new Set<CompiledPlace>();
  let left = mostParts;
  const areCovered = (parts: readonly CompiledRule[]): boolean =>
    parts.length > 0 &&
    parts.every((part) => {
      if (left-- <= 0) return false;
      const one = covering.of(part, counts);
      if (one !== undefined) found.add(one);
      return one !== undefined || areCovered(covering.partsOf(part));
    });
  return areCovered(covering.partsOf(rule)) && found.size > 1 ? [...found] : undefined;
}

const lists = ['connections', 'collections', 'tenants', 'databases', 'namespaces'] as const;
const names = ['groups', 'subjects', 'services', 'issuers'] as const;

/** The same rule in parts, by the first of its lists with several entries; none where there is no such list. */
function partsOf(rule: CompiledRule, byClass: boolean): readonly CompiledRule[] {
  const { classes, resources, principals } = rule;
  // More than one bit.
  if (byClass && (classes & (classes - 1)) !== 0)
    return [...Array(32).keys()]
      .map((bit) => classes & (1 << bit))
      .filter((bit) => bit !== 0)
      .map((bit) => ({ ...rule, classes: bit }));
  for (const key of lists) {
    const list = resources?.[key];
    if (resources !== undefined && list !== undefined && list.length > 1)
      return list.map((one) => ({ ...rule, resources: { ...resources, [key]: [one] } }));
  }
  if (principals === undefined) return [];
  if (names.reduce((sum, key) => sum + principals[key].length, 0) > 1) {
    const nobody: PrincipalSelector = { ...principals, groups: [], subjects: [], services: [], issuers: [] };
    return names.flatMap((key) =>
      principals[key].map((one: IssuedName | string) => ({
        ...rule,
        principals: { ...nobody, [key]: [one] },
      })),
    );
  }
  const { claims } = principals;
  const several = claims.find(({ values }) => values.length > 1);
  return (several?.values ?? []).map((value) => ({
    ...rule,
    principals: {
      ...principals,
      claims: claims.map((one) => (one === several ? { ...one, values: [value] } : one)),
    },
  }));
}
