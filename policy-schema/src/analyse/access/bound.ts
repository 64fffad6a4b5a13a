import type { CompiledRule, FilterTerm, RuleLimits } from '../../compile/compiled-rule.ts';
import type { MaskObligation } from '../../decide/decision.ts';

/** What a permit that applies gives. */
export interface Given {
  readonly topK: number;
  readonly page: number;
  readonly records: number;
  /** Milliseconds since the epoch; Infinity: for good. */
  readonly until: number;
  readonly filter: readonly FilterTerm[];
  /** The text of its condition. */
  readonly when: string | undefined;
}

/** One thing that a deny or guard binds by. */
export type Bound =
  | { readonly is: 'deny' }
  | { readonly is: 'filter'; readonly term: FilterTerm }
  | { readonly is: 'limit'; readonly what: 'topK' | 'page' | 'records'; readonly most: number }
  | { readonly is: 'lower'; readonly most: number }
  | { readonly is: 'mask'; readonly mask: MaskObligation }
  /** `bucket`: all that is counted together. */
  | { readonly is: 'rate'; readonly count: number; readonly windowSeconds: number; readonly bucket: string }
  | { readonly is: 'approval'; readonly approvers: readonly string[] };

/** Which limits an operation of some classes has. */
export interface Counted {
  readonly search: boolean;
  readonly scan: boolean;
}

const limitsOf = (limits: RuleLimits | undefined, counted: Counted) => ({
  topK: counted.search ? (limits?.topK ?? Infinity) : Infinity,
  page: counted.scan ? (limits?.page ?? Infinity) : Infinity,
  records: limits?.records ?? Infinity,
});

export const givenBy = (rule: CompiledRule, counted: Counted): Given => ({
  ...limitsOf(rule.limits, counted),
  until: rule.expires ?? Infinity,
  filter: rule.filter ?? [],
  when: rule.when?.source,
});

/** What a deny, guard or approval rule binds by when it matches. */
export function boundsOf(rule: CompiledRule, counted: Counted): readonly Bound[] {
  if (rule.effect === 'deny') return [{ is: 'deny' }];
  const bounds: Bound[] = (rule.filter ?? []).map((term) => ({ is: 'filter', term }));
  const limits = limitsOf(rule.limits, counted);
  for (const what of ['topK', 'page', 'records'] as const) {
    const most = limits[what];
    if (most === Infinity) continue;
    bounds.push(what === 'topK' && rule.limits?.lower ? { is: 'lower', most } : { is: 'limit', what, most });
  }
  for (const mask of rule.masks) bounds.push({ is: 'mask', mask });
  if (rule.rate !== undefined) {
    const { count, windowSeconds } = rule.rate;
    bounds.push({ is: 'rate', count, windowSeconds, bucket: bucketOf(rule) });
  }
  if (rule.effect === 'require-approval')
    bounds.push({ is: 'approval', approvers: [...rule.approvers].sort() });
  return bounds;
}

const bucketOf = ({ principals, resources, classes, when }: CompiledRule): string =>
  keyOf([principals, resources, classes, when?.source]);

/** A text for plain data, the same for equal data. */
export const keyOf = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) =>
    key === 'rule' ? undefined : typeof inner === 'bigint' ? `${inner}n` : inner === Infinity ? 'inf' : inner,
  );

/** All of a rule that decisions may depend on. */
export const ruleKey = (rule: CompiledRule): string => {
  const { effect, classes, principals, resources, limits, filter, masks, rate, when, expires, approvers } =
    rule;
  return keyOf({
    ...{ effect, classes, principals, resources, limits, filter, masks, expires, approvers },
    rate: rate && [rate.count, rate.windowSeconds],
    when: when?.source,
  });
};
