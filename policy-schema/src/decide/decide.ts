import type { PolicySet } from '../compile/policy-set.ts';
import type { RuleIndex } from '../compile/rule-index.ts';
import { PolicyError } from '../errors/policy-error.ts';
import { DecideContext } from './decide-context.ts';
import type { DecideInput } from './decide-contract.ts';
import { decideOperation } from './decide-operation.ts';
import type { RequestDecision, Revision } from './decision.ts';
import { differ } from './differ.ts';

/**
 * Decides one request under a policy set: a pure function of identity, operations and instant. One refusal refuses
 * all. Rates are for the caller to charge once the whole request is allowed.
 */
export function decide(set: PolicySet, input: DecideInput): RequestDecision {
  if (input.operations.length === 0)
    throw new PolicyError('no-operation', 'A request without operations cannot be decided.');
  const decision = decideBy(set.enforced, set.revision, input);
  if (set.complete === undefined) return decision;
  const monitored = decideBy(set.complete, set.revision, input);
  return differ(decision, monitored, input, set.complete) ? { ...decision, monitored } : decision;
}

function decideBy(
  index: RuleIndex,
  revision: Revision,
  input: DecideInput,
): Omit<RequestDecision, 'monitored'> {
  const context = new DecideContext(index, input);
  const operations = input.operations.map((operation, i) => decideOperation(context, operation, i));
  const refused =
    operations.find(({ effect }) => effect === 'deny') ??
    operations.find(({ effect }) => effect === 'require-approval');
  const effect = refused?.effect ?? 'allow';
  return {
    effect,
    revision,
    operations,
    ...(refused?.refusal !== undefined && { refusal: refused.refusal }),
  };
}
