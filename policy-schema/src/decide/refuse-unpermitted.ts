import type { Target } from '../operation/target.ts';
import type { DecideContext } from './decide-context.ts';
import type { DecisionRefusal } from './decision.ts';
import type { FailedPermit } from './findings.ts';
import { limitText } from './limit-text.ts';
import { matchPlace } from './match-resources.ts';
import type { RefusalBase } from './refusal-base.ts';
import { refusalText } from './refusal-text.ts';
import { no } from './tri.ts';
import { verb } from './wording.ts';

/** A filter that needs a claim which the caller has not. */
export const refuseMissing = (
  base: RefusalBase,
  { rule, claim }: { rule: FailedPermit['rule']; claim: string },
): DecisionRefusal =>
  refusalText({
    ...base,
    code: 'filter-claim-missing',
    rule,
    why: `your sign-in carries no usable claim ${claim}`,
  });

/** The permit that came nearest speaks: the most generous of those whose limit was exceeded. */
export function refuseUnpermitted(
  context: DecideContext,
  base: RefusalBase,
  { target, failed }: { readonly target: Target; readonly failed: readonly FailedPermit[] },
): DecisionRefusal {
  const { operation, connection } = base;
  let nearest: FailedPermit | undefined;
  for (const permit of failed) {
    if (permit.exceeded !== undefined && !(permit.exceeded.limit <= (nearest?.exceeded?.limit ?? 0)))
      nearest = permit;
  }
  if (nearest?.exceeded !== undefined) {
    const text = limitText(nearest.exceeded, operation, context.records);
    return refusalText({ ...base, target, code: 'limit-exceeded', rule: nearest.rule, ...text });
  }
  const missing = failed.find((permit) => permit.missing !== undefined);
  if (missing !== undefined)
    return refuseMissing({ ...base, target }, { rule: missing.rule, claim: missing.missing! });
  const contacts = context.rules.all
    .filter(({ resources }) => resources === undefined || matchPlace(resources, connection, target) !== no)
    .map(({ policy }) => policy.contact);
  return refusalText({
    ...base,
    target,
    code: 'no-permit',
    why: `no rule lets you ${verb(operation)}`,
    contacts,
  });
}
