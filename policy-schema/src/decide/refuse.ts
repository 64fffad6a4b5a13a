import type { Operation } from '../operation/operation.ts';
import type { DecideContext } from './decide-context.ts';
import type { DecisionRefusal } from './decision.ts';
import type { Findings } from './findings.ts';
import { limitText } from './limit-text.ts';
import { toldTarget } from './may-see.ts';
import { nowhere, type RefusalBase } from './refusal-base.ts';
import { refusalText } from './refusal-text.ts';
import { refuseMasked } from './refuse-masked.ts';
import { refuseShed } from './refuse-shed.ts';
import { refuseMissing, refuseUnpermitted } from './refuse-unpermitted.ts';
import { refuseWritten } from './refuse-written.ts';
import { whyUnknown } from './why-unknown.ts';

/**
 * Why an operation is refused, if it is: denies first, then permits, then guards, approval last. Only one reason is
 * told; the trace has the others.
 */
export function refuse(
  context: DecideContext,
  operation: Operation,
  index: number,
  findings: Findings,
): DecisionRefusal | undefined {
  const connection = context.input.connection.name;
  const first = operation.targets[0] ?? nowhere;
  const base = { operation, index, connection, target: first };

  if (findings.denied !== undefined) {
    const { rule, target, sure } = findings.denied;
    const why = sure ? 'it is denied' : `it may be denied, and ${whyUnknown(rule, context.input, target)}`;
    const told = toldTarget(context, operation, target);
    return refusalText({ ...base, target, told, code: 'denied', rule, why });
  }
  if (findings.unpermitted !== undefined) return refuseUnpermitted(context, base, findings.unpermitted);
  if (findings.missingClaim !== undefined) return refuseMissing(base, findings.missingClaim);
  if (findings.exceeded !== undefined) {
    const { rule, limit } = findings.exceeded;
    return refusalText({
      ...base,
      code: 'limit-exceeded',
      rule,
      ...limitText(limit, operation, context.records),
    });
  }
  return (
    refuseMasked(context, base, findings) ??
    refuseWritten(base, findings) ??
    refuseShed(context, base) ??
    refuseHeld(base, findings)
  );
}

function refuseHeld(base: RefusalBase, { approval }: Findings): DecisionRefusal | undefined {
  if (approval === undefined) return undefined;
  const why = 'it needs an approval, and this version cannot ask for one';
  return refusalText({ ...base, code: 'approval-unavailable', rule: approval, why });
}
