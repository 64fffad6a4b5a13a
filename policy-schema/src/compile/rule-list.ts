import type { Identity } from '../operation/identity.ts';
import type { CompiledRule } from './compiled-rule.ts';

/** Rules in the canonical order, which may be looked up by the names of a caller. */
export interface RuleList {
  readonly rules: readonly CompiledRule[];
  /** Absent where looking at each rule is as fast. */
  readonly byName: NameIndex | undefined;
}

/** Positions in `rules`, rising. */
interface NameIndex {
  /** Of rules that match nobody who has none of these names as a group or as a subject, of whichever issuer. */
  readonly named: ReadonlyMap<string, readonly number[]>;
  readonly rest: readonly number[];
}

/** So few rules are looked at one by one. */
const few = 8;

/** The names without one of which a rule matches nobody; undefined where there are no such names. */
function namesOf({ principals }: CompiledRule): readonly string[] | undefined {
  if (principals === undefined || !principals.listed || principals.issuers.length > 0) return undefined;
  const { groups, subjects, services } = principals;
  return [...new Set([...groups, ...subjects, ...services].map(({ name }) => name))];
}

/** Rules as a list, in the order given. */
export function ruleList(rules: readonly CompiledRule[]): RuleList {
  if (rules.length <= few) return { rules, byName: undefined };
  const named = new Map<string, number[]>();
  const rest: number[] = [];
  for (const [position, rule] of rules.entries()) {
    const names = namesOf(rule);
    if (names === undefined) rest.push(position);
    for (const name of names ?? []) {
      const own = named.get(name);
      if (own === undefined) named.set(name, [position]);
      else own.push(position);
    }
  }
  return { rules, byName: named.size === 0 ? undefined : { named, rest } };
}

/** The rules that may be about a caller, in their order, each once; others may be among them. */
export function rulesFor({ rules, byName }: RuleList, identity: Identity): readonly CompiledRule[] {
  // Whose groups are not all known may be in any. Who has more names than there are rules is looked up slower.
  if (byName === undefined || !identity.groupsComplete || identity.groups.length >= rules.length)
    return rules;
  const { named, rest } = byName;
  let positions: readonly number[] = rest;
  let several = false;
  const add = (name: string): void => {
    const own = named.get(name);
    if (own === undefined) return;
    several ||= positions.length > 0;
    positions = positions.length === 0 ? own : positions.concat(own);
  };
  add(identity.subject);
  for (const group of identity.groups) add(group);
  const found: CompiledRule[] = [];
  let before = -1;
  for (const position of several ? [...positions].sort((a, b) => a - b) : positions) {
    if (position !== before) found.push(rules[position]!);
    before = position;
  }
  return found;
}
