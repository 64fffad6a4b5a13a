import type { RuleBucket } from '../compile/rule-index.ts';
import type { Target } from '../operation/target.ts';
import type { DecideContext } from './decide-context.ts';
import type { DecisionRefusal } from './decision.ts';
import type { FailedPermit } from './findings.ts';
import { limitText } from './limit-text.ts';
import { matchPlace } from './match-resources.ts';
import { toldTarget } from './may-see.ts';
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
  const contacts = contactsFor(context.rules.every, connection, target);
  return refusalText({
    ...base,
    target,
    told: toldTarget(context, operation, target),
    code: 'no-permit',
    why: `no rule lets you ${verb(operation)}`,
    contacts,
  });
}

/** Whom rules about a target name, each once. */
function contactsFor(
  { all, byCollection, rest }: RuleBucket,
  connection: string,
  target: Target,
): (string | undefined)[] {
  const { collection } = target;
  const lists = collection.is === 'one' ? [byCollection.get(collection.name), rest] : [all];
  const contacts = new Set<string | undefined>();
  for (const list of lists) {
    for (const { policy, resources } of list?.rules ?? []) {
      if (contacts.has(policy.contact)) continue;
      if (resources === undefined || matchPlace(resources, connection, target) !== no)
        contacts.add(policy.contact);
    }
  }
  return [...contacts];
}
