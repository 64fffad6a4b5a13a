import type { CompiledRule, FilterTerm } from '../../compile/compiled-rule.ts';
import { type Bound, boundsOf, type Counted, type Given, givenBy, keyOf } from './bound.ts';
import { filterWithin } from './filter-within.ts';

/** A bound that holds only where a condition does, or where that cannot be told. */
export interface Conditional {
  readonly when: string;
  readonly bound: Bound;
}

/**
 * What somebody may do somewhere, in normal form: two that are equal give the same decisions, whatever is asked and
 * whatever the conditions come to.
 */
export interface Access {
  /** False: nothing is permitted, or a deny takes it all. */
  readonly open: boolean;
  /** None of them gives only what another gives too. Limits of guards that refuse are in them. */
  readonly given: readonly Given[];
  readonly filter: readonly FilterTerm[];
  /** To what a search is lowered; Infinity: none is. */
  readonly lowered: number;
  /** The largest top-k that somebody may ask for. */
  readonly asked: number;
  readonly masks: readonly Extract<Bound, { is: 'mask' }>[];
  readonly rates: readonly Extract<Bound, { is: 'rate' }>[];
  readonly approvals: readonly Extract<Bound, { is: 'approval' }>[];
  readonly conditional: readonly Conditional[];
}

const distinct = <Thing>(things: readonly Thing[]): readonly Thing[] => {
  const byKey = new Map(things.map((thing) => [keyOf(thing), thing]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, thing]) => thing);
};

const is =
  <Kind extends Bound['is']>(kind: Kind) =>
  (bound: Bound): bound is Extract<Bound, { is: Kind }> =>
    bound.is === kind;

/** Whether one permit gives all that another gives; `exactly`: and no filter tells which of them applied. */
export const gives = (wide: Given, narrow: Given, exactly: boolean): boolean =>
  wide.topK >= narrow.topK &&
  wide.page >= narrow.page &&
  wide.records >= narrow.records &&
  wide.until >= narrow.until &&
  (wide.when === undefined || wide.when === narrow.when) &&
  (exactly
    ? wide.filter.length === 0 || keyOf(wide.filter) === keyOf(narrow.filter)
    : filterWithin(narrow.filter, wide.filter));

/** What rules that match come to together. Permits are those that match for certain, the others those that may. */
export function accessBy(rules: readonly CompiledRule[], counted: Counted): Access {
  const bounds: Bound[] = [];
  const conditional: Conditional[] = [];
  for (const rule of rules) {
    if (rule.effect === 'allow') continue;
    for (const bound of boundsOf(rule, counted))
      if (rule.when === undefined) bounds.push(bound);
      else conditional.push({ when: rule.when.source, bound });
  }
  const most = { topK: Infinity, page: Infinity, records: Infinity };
  for (const { what, most: limit } of bounds.filter(is('limit'))) most[what] = Math.min(most[what], limit);
  const filter = distinct(bounds.filter(is('filter')).map(({ term }) => term));
  const owed = new Set(filter.map(keyOf));
  const given = distinct(
    rules
      .filter(({ effect }) => effect === 'allow')
      .map((rule) => givenBy(rule, counted))
      .map((one) => ({
        ...one,
        topK: Math.min(one.topK, most.topK),
        page: Math.min(one.page, most.page),
        records: Math.min(one.records, most.records),
        filter: one.filter.filter((term) => !owed.has(keyOf(term))),
      })),
  );
  const needed = given.filter((one) => !given.some((other) => other !== one && gives(other, one, true)));
  const lowest = Math.min(Infinity, ...bounds.filter(is('lower')).map((one) => one.most));
  const asked = Math.max(...needed.map(({ topK }) => topK));
  return {
    open: needed.length > 0 && !bounds.some(is('deny')),
    given: needed,
    filter,
    lowered: lowest < asked ? lowest : Infinity,
    asked,
    masks: distinct(bounds.filter(is('mask'))),
    rates: distinct(bounds.filter(is('rate'))),
    approvals: distinct(bounds.filter(is('approval'))),
    conditional: distinct(conditional.filter(({ bound }) => !isHeld(bound, bounds))),
  };
}

/** Whether the unconditional bounds hold by as much already. */
const isHeld = (bound: Bound, bounds: readonly Bound[]): boolean => {
  const key = keyOf(bound);
  return bounds.some((one) => keyOf(one) === key);
};
