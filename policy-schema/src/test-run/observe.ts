import type { OperationDecision, RequestDecision } from '../decide/decision.ts';
import { joinMasks } from '../decide/join-masks.ts';
import type { Operation } from '../operation/operation.ts';
import type { Scope } from '../operation/target.ts';
import type { Expectation } from '../schema/test/expectation-schema.ts';
import { filterForm } from './filter-form.ts';
import { type MaskForm, maskForm } from './mask-form.ts';

/** Any of what tests may expect, as a decision gave it. */
export type Observed = { readonly [Key in keyof Expectation]?: unknown };

const units: readonly (readonly [seconds: number, word: string])[] = [
  [86_400, 'day'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A rate as policies write it. */
export const rateText = ({ count, windowSeconds }: { count: number; windowSeconds: number }): string =>
  `${count}/${units.find(([seconds]) => seconds === windowSeconds)?.[1] ?? `${windowSeconds} s`}`;

/** Of a refusal the rule that refuses, if one does; else the permits and guards that apply. */
export function decidingRules({
  refusal,
  operations,
}: Pick<RequestDecision, 'refusal' | 'operations'>): { readonly policy: string; readonly rule: string }[] {
  if (refusal !== undefined) return refusal.rule === undefined ? [] : [refusal.rule];
  const steps = operations.flatMap(({ trace }) => trace);
  const applied = steps.filter(({ outcome }) => outcome === 'applied' || outcome === 'applied-unknown');
  return [...new Map(applied.map(({ rule }) => [`${rule.policy}/${rule.rule}`, rule])).values()];
}

/** Rules by their names, in the way in which a test names each. */
function rulesAs(decision: RequestDecision, expected: readonly string[]): string[] {
  return decidingRules(decision)
    .map(({ policy, rule }) => (expected.includes(`${policy}/${rule}`) ? `${policy}/${rule}` : rule))
    .sort();
}

const fieldOf = (
  { obligations: { masks } }: OperationDecision,
  written: NonNullable<Expectation['masks']>,
): NonNullable<Expectation['masks']> => {
  if (written === 'none') {
    const fields = masks.flatMap((mask) => ('all' in mask.fields ? ['all'] : mask.fields.paths));
    const found = Object.fromEntries(
      [...new Set(fields)].sort().map((field) => [field, maskForm(joinMasks(masks, field))]),
    );
    return masks.length === 0 ? 'none' : found;
  }
  return Object.fromEntries(
    Object.keys(written).map((field): [string, MaskForm] => [field, maskForm(joinMasks(masks, field))]),
  );
};

const nameOf = (scope: Scope | undefined): string | undefined =>
  scope?.is === 'one' ? scope.name : undefined;

/** What a decision says of all that a test names. */
export function observe(decision: RequestDecision, expected: Expectation, asked: Operation): Observed {
  const [target] = asked.targets;
  const [tenant, database] = [nameOf(target?.tenant), nameOf(target?.database)];
  const [operation] = decision.operations;
  const { refusal } = decision;
  const owed = operation!.obligations;
  const found: Record<string, unknown> = { effect: decision.effect };
  const names = (key: keyof Expectation): boolean => expected[key] !== undefined;
  if (expected.rules !== undefined) found.rules = rulesAs(decision, expected.rules);
  if (names('monitored')) found.monitored = decision.monitored?.effect ?? 'none';
  if (refusal !== undefined) {
    // What is refused owes nothing: why it is refused says more.
    const message = `${refusal.message} ${refusal.next}`;
    return { ...found, code: refusal.code, message } as unknown as Observed;
  }
  if (names('filter')) found.filter = filterForm(owed.filter);
  if (expected.masks !== undefined) found.masks = fieldOf(operation!, expected.masks);
  if (expected.limits !== undefined) {
    found.limits = {
      ...(expected.limits.topK !== undefined && { topK: owed.topK ?? 'none' }),
      ...(expected.limits.rates !== undefined && { rates: owed.rates.map(rateText).sort() }),
    };
  }
  if (expected.visible !== undefined) {
    const shown = (name: string): unknown => owed.visible?.(tenant, database, name) ?? 'no listing';
    found.visible = Object.fromEntries(Object.keys(expected.visible).map((name) => [name, shown(name)]));
  }
  return found as unknown as Observed;
}
