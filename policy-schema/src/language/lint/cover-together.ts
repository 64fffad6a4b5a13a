import type { CompiledPlace } from '../../compile/compile-policies.ts';
import type { CompiledRule, IssuedName, PrincipalSelector } from '../../compile/compiled-rule.ts';
import type { PlacesByName } from './places-by-name.ts';

/** Parts of one rule that are looked at: many lists of many entries are left unsaid. */
const mostParts = 200;

export interface Covering {
  /** Rules that may leave nothing to a part of a rule. */
  readonly near: PlacesByName;
  /** Whether one of them does. */
  readonly covers: (one: CompiledRule, part: CompiledRule) => boolean;
  /** Whether the rule matches an operation on each of its classes alone: a permit has to name all of them. */
  readonly byClass: boolean;
}

/**
 * Rules that leave nothing to a rule together, where none does alone: each part of it, of one entry of each of its lists, is
 * covered by one of them. Undefined where that is not so, or takes too long to know.
 */
export function coverTogether(
  rule: CompiledRule,
  { near, covers, byClass }: Covering,
  counts: (one: CompiledPlace) => boolean = () => true,
): readonly CompiledPlace[] | undefined {
  const covering = (part: CompiledRule): CompiledPlace | undefined =>
    near.covering(part).find((one) => covers(one.compiled, part) && counts(one));
  // Nearly always the smallest part tells already that it is not so.
  let part: CompiledRule | undefined = rule;
  let smallest = rule;
  for (; part !== undefined; part = partsOf(part, byClass)?.[0]) smallest = part;
  if (smallest === rule || covering(smallest) === undefined) return undefined;
  const found = new Set<CompiledPlace>();
  let left = mostParts;
  const isCovered = (part: CompiledRule): boolean => {
    if (left-- <= 0) return false;
    const one = covering(part);
    if (one !== undefined) found.add(one);
    return one !== undefined || (partsOf(part, byClass)?.every(isCovered) ?? false);
  };
  return isCovered(rule) && found.size > 1 ? [...found] : undefined;
}

const lists = ['connections', 'collections', 'tenants', 'databases', 'namespaces'] as const;
const names = ['groups', 'subjects', 'services', 'issuers'] as const;

/** The same rule in parts, by the first of its lists with several entries; undefined where there is none. */
function partsOf(rule: CompiledRule, byClass: boolean): readonly CompiledRule[] | undefined {
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
  if (principals === undefined || names.reduce((sum, key) => sum + principals[key].length, 0) < 2)
    return undefined;
  const nobody: PrincipalSelector = { ...principals, groups: [], subjects: [], services: [], issuers: [] };
  return names.flatMap((key) =>
    principals[key].map((one: IssuedName | string) => ({ ...rule, principals: { ...nobody, [key]: [one] } })),
  );
}
