import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { matchPrincipals } from '../../decide/match-principals.ts';
import { no, type Tri, yes } from '../../decide/tri.ts';
import { type Access, accessBy } from '../access/access.ts';
import { keyOf } from '../access/bound.ts';
import { compareAccess } from '../access/compare-access.ts';
import { reviewAccess } from '../access/review-access.ts';
import { type ClassCase, classCases } from '../regions/class-groups.ts';
import type { Facts } from '../regions/cover.ts';
import { reviewedCases } from '../regions/reviewed-cases.ts';
import type { WhoCase } from '../regions/who-cases.ts';
import type { Cell, Placed } from './cell.ts';
import { type Change, widening } from './change.ts';
import type { Found } from './found.ts';
import { impliedChanges } from './implied-changes.ts';
import type { KnownWho } from './known-who.ts';

/** The differences in places that no rule tells apart, for each caller and each class of operations. */
export function diffCell(
  cell: Cell,
  relevant: readonly Placed[],
  { who, aside }: KnownWho,
): readonly Found[] {
  const found: Found[] = [];
  const exact = aside.size === 0;
  const matches = new Map<CompiledRule, readonly Tri[]>();
  for (const { rule } of relevant)
    matches.set(
      rule,
      who.cases.map((one) => (aside.has(rule) ? no : matchPrincipals(rule.principals, one))),
    );
  const kinds = new Map<WhoCase, Set<Change['kind']>>();
  const reviewing = new Map<WhoCase, readonly Change[]>();
  const rulesHere = relevant.map(({ rule }) => rule);
  const reviewed = [...cell.base, ...cell.head].some(isReviewPermit) ? reviewedCases(rulesHere) : [];
  for (const what of [...classCases(rulesHere), ...reviewed]) {
    const compare = comparing(cell, what, matches, [...aside]);
    const byChange = new Map<string, { change: Change; rules: readonly Placed[]; whom: Facts[] }>();
    for (const [at, one] of who.cases.entries()) {
      const { changes, rules: why } = compare(at);
      const seen = kinds.get(one) ?? new Set();
      kinds.set(one, seen);
      for (const change of changes) {
        if (what.together !== undefined && isSaid(change, seen)) continue;
        if (what.reviewed && !isOfReview(change, reviewing.get(one) ?? [])) continue;
        const because = why.filter(({ rule }) => mayCause(rule, change.aspect));
        const rules = because.length > 0 ? because : why;
        const key = JSON.stringify([change, rules.map(({ rule }) => rule.reference)]);
        const own = byChange.get(key) ?? { change, rules, whom: [] };
        byChange.set(key, own);
        own.whom.push(one.facts);
      }
      if (what.together !== undefined || what.reviewed) continue;
      for (const { kind } of changes) seen.add(kind);
      if (what.classes.includes('review')) reviewing.set(one, changes);
    }
    for (const { change, rules: why, whom } of byChange.values())
      found.push({ change, rules: why.map(({ rule }) => rule), places: cell.places, what, who, whom, exact });
  }
  for (const { change, rules: why, whom } of impliedChanges(cell, who, 'describe', aside)) {
    const left = whom.filter((one) => !isSaid(change, kinds.get(one) ?? new Set()));
    if (left.length === 0) continue;
    const facts = left.map((one) => one.facts);
    found.push({ change, rules: why, places: cell.places, what: 'describe', who, whom: facts, exact });
  }
  return found;
}

/** Whether a rule has anything that bears on an aspect of what somebody may do. */
function mayCause(rule: CompiledRule, aspect: Change['aspect']): boolean {
  switch (aspect) {
    case 'access':
      return rule.effect === 'allow' || rule.effect === 'deny';
    case 'mask':
    case 'fields':
      return rule.masks.length > 0;
    case 'filter':
      return rule.filter !== undefined;
    case 'rate':
      return rule.rate !== undefined;
    case 'approval':
      return rule.effect === 'require-approval';
    case 'lowered':
      return rule.limits?.lower === true;
    case 'condition':
      return rule.when !== undefined;
    case 'top-k':
    case 'page':
    case 'records':
      return rule.limits !== undefined;
    case 'until':
    case 'permits':
      return rule.effect === 'allow';
    case 'rename':
      return true;
  }
}

/** Whether a difference of the same direction stands there already, for one of the classes alone. */
const isSaid = ({ kind }: Change, seen: ReadonlySet<Change['kind']>): boolean =>
  seen.has('changed') ||
  (kind !== 'changed' && [...seen].some((one) => widening.has(one) === widening.has(kind)));

const review = bitsOf(['review']);

/** Whether a rule lets somebody review what was recorded of a place. */
const isReviewPermit = ({ rule, where }: Placed): boolean =>
  rule.effect === 'allow' && where === yes && (rule.classes & review) !== 0;

/** Whether a difference is one in what is shown of records, and not said of the class `review` already. */
const isOfReview = (change: Change, said: readonly Change[]): boolean =>
  change.aspect !== 'fields' &&
  !said.some((one) =>
    change.aspect === 'access'
      ? one.aspect === 'access' && one.kind === change.kind
      : keyOf(one) === keyOf(change),
  );

interface Compared {
  readonly changes: readonly Change[];
  readonly rules: readonly Placed[];
}

const nothing: Compared = { changes: [], rules: [] };

/** Compares what one caller may do by operations of some classes. The same rules are compared once. */
function comparing(
  cell: Cell,
  what: ClassCase,
  matches: ReadonlyMap<CompiledRule, readonly Tri[]>,
  aside: readonly CompiledRule[],
): (at: number) => Compared {
  const binding = what.reviewed ? what.bits | review : what.bits;
  const isOf = (placed: Placed): boolean => {
    const { rule, where } = placed;
    if (rule.effect !== 'allow') return where !== no && (rule.classes & binding) !== 0;
    return what.reviewed ? isReviewPermit(placed) : where === yes && (rule.classes & what.bits) === what.bits;
  };
  const [base, head] = [cell.base.filter(isOf), cell.head.filter(isOf)];
  const unsure = aside.flatMap(({ masks }) => masks);
  const known = new Map<string, Compared>();
  return (at) => {
    const applies = ({ rule }: Placed): boolean => {
      const match = matches.get(rule)![at]!;
      return rule.effect === 'allow' ? match === yes : match !== no;
    };
    const [before, after] = [base.filter(applies), head.filter(applies)];
    const changed = [...before, ...after].filter((one) => one.changed);
    if (changed.length === 0) return nothing;
    const key = `${before.map((one) => base.indexOf(one)).join()} ${after.map((one) => head.indexOf(one)).join()}`;
    let own = known.get(key);
    if (own === undefined) {
      const access = (list: readonly Placed[]): Access => {
        const rules = list.map(({ rule }) => rule);
        return what.reviewed ? reviewAccess(rules) : accessBy(rules, what);
      };
      const [was, is] = [access(before), access(after)];
      const changes = compareAccess(was, is, what.reads, unsure);
      // A rule without which the same comes out is no cause.
      const matters = (one: Placed): boolean => {
        const [list, whole] = before.includes(one) ? [before, was] : [after, is];
        return keyOf(access(list.filter((other) => other !== one))) !== keyOf(whole);
      };
      const causes = changes.length === 0 ? [] : changed.filter(matters);
      own = { changes, rules: causes.length > 0 ? causes : changed };
      known.set(key, own);
    }
    return own;
  };
}
