import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { coversConnection } from '../../decide/decide-implied.ts';
import { matchPrincipals } from '../../decide/match-principals.ts';
import { no, yes } from '../../decide/tri.ts';
import { conditionText, untilText } from '../access/access-text.ts';
import { keyOf } from '../access/bound.ts';
import type { WhoCase, WhoCases } from '../regions/who-cases.ts';
import type { Cell, Placed } from './cell.ts';
import type { Change } from './change.ts';

/** A difference in what permits imply. */
export interface ImpliedChange {
  readonly change: Change;
  readonly rules: readonly CompiledRule[];
  readonly whom: readonly WhoCase[];
}

const meta = bitsOf(['meta']);

/** When a permit implies: until when, and under which condition. */
type Implied = readonly [until: number, when: string | undefined];

interface Side {
  readonly denied: boolean;
  readonly deniedWhen: readonly string[];
  readonly implied: readonly Implied[];
  readonly changed: readonly CompiledRule[];
}

/**
 * What changes of the operations that any permit implies (combining, point 4): connecting and listing, which only denies
 * of the whole connection refuse, or describing a collection.
 */
export function impliedChanges(
  { base, head }: Cell,
  { cases }: WhoCases,
  what: 'connect' | 'describe',
  aside: ReadonlySet<CompiledRule>,
): readonly ImpliedChange[] {
  const byChange = new Map<string, ImpliedChange & { whom: WhoCase[] }>();
  for (const one of cases) {
    const [before, after] = [sideOf(base, one, what, aside), sideOf(head, one, what, aside)];
    const rules = [...before.changed, ...after.changed];
    if (rules.length === 0) continue;
    const change = compare(before, after);
    if (change === undefined) continue;
    const key = JSON.stringify([change, rules.map(({ reference }) => reference)]);
    const own = byChange.get(key) ?? { change, rules, whom: [] };
    byChange.set(key, own);
    own.whom.push(one);
  }
  return [...byChange.values()];
}

/** Whether a rule may matter to what permits imply here. */
export const mayImply = (
  { rule, where, describes, connects }: Placed,
  what: 'connect' | 'describe',
): boolean =>
  rule.effect === 'allow'
    ? what === 'connect'
      ? connects
      : describes
    : rule.effect === 'deny' &&
      (rule.classes & meta) !== 0 &&
      (what === 'connect' ? coversConnection(rule.resources) : where !== no);

function sideOf(
  list: readonly Placed[],
  one: WhoCase,
  what: 'connect' | 'describe',
  aside: ReadonlySet<CompiledRule>,
): Side {
  const matching = list.filter((placed) => {
    if (!mayImply(placed, what) || aside.has(placed.rule)) return false;
    const match = matchPrincipals(placed.rule.principals, one);
    return placed.rule.effect === 'allow' ? match === yes : match !== no;
  });
  const denies = matching.filter(({ rule }) => rule.effect === 'deny');
  const implied = matching
    .filter(({ rule }) => rule.effect === 'allow')
    .map(({ rule }): Implied => [rule.expires ?? Infinity, rule.when?.source]);
  const needed = implied.filter(
    (one) => !implied.some((other) => keyOf(other) !== keyOf(one) && gives(other, one)),
  );
  const distinct = [...new Map(needed.map((one) => [keyOf(one), one])).values()];
  return {
    denied: denies.some(({ rule }) => rule.when === undefined),
    deniedWhen: [...new Set(denies.flatMap(({ rule }) => rule.when?.source ?? []))].sort(),
    implied: distinct.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)),
    changed: matching.filter(({ changed }) => changed).map(({ rule }) => rule),
  };
}

const gives = ([until, when]: Implied, [end, condition]: Implied): boolean =>
  until >= end && (when === undefined || when === condition);

const sideText = ({ denied, deniedWhen, implied }: Side): string => {
  if (denied || implied.length === 0) return 'refused';
  const parts = implied.map(([until, when]) =>
    [
      ...(until === Infinity ? [] : [untilText(until)]),
      ...(when === undefined ? [] : [`when ${conditionText(when)}`]),
    ].join(', '),
  );
  const refused = deniedWhen.map((when) => `; refused when ${conditionText(when)}`).join('');
  return `permitted${parts.includes('') ? '' : ` ${parts.join(' or ')}`}${refused}`;
};

const isOpen = ({ denied, implied }: Side): boolean => !denied && implied.length > 0;

function compare(before: Side, after: Side): Change | undefined {
  if (!isOpen(before) && !isOpen(after)) return undefined;
  const texts = { aspect: 'access', before: sideText(before), after: sideText(after) } as const;
  if (!isOpen(before)) return { kind: 'widened', ...texts };
  if (!isOpen(after)) return { kind: 'narrowed', ...texts };
  if (keyOf([before.implied, before.deniedWhen]) === keyOf([after.implied, after.deniedWhen]))
    return undefined;
  const within = (narrow: Side, wide: Side): boolean =>
    narrow.implied.every((one) => wide.implied.some((other) => gives(other, one))) &&
    wide.deniedWhen.every((when) => narrow.deniedWhen.includes(when));
  const [wider, narrower] = [within(before, after), within(after, before)];
  return { kind: wider && !narrower ? 'widened' : narrower && !wider ? 'narrowed' : 'changed', ...texts };
}
