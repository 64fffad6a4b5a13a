import type { Operation } from '../operation/operation.ts';
import type { DecideContext } from './decide-context.ts';
import type { Obligations, OperationDecision } from './decision.ts';
import type { Findings } from './findings.ts';
import { refuse } from './refuse.ts';
import { joined } from './required-filter.ts';

/** What a refused operation owes. */
const nothingOwed: Obligations = Object.freeze({ masks: [], rates: [] });

/** Turns findings into a decision. */
export function conclude(
  context: DecideContext,
  operation: Operation,
  index: number,
  findings: Findings,
  visible?: Obligations['visible'],
): OperationDecision {
  const { trace, masks, rates, topK } = findings;
  const refusal = refuse(context, operation, index, findings);
  if (refusal !== undefined) {
    const effect = refusal.code === 'approval-unavailable' ? 'require-approval' : 'deny';
    return { effect, obligations: nothingOwed, trace, refusal };
  }
  const filter = joined('and', findings.filters);
  const obligations: Obligations = {
    masks,
    rates,
    ...(filter !== undefined && { filter }),
    ...(topK !== undefined && { topK }),
    ...(visible !== undefined && { visible }),
  };
  return { effect: 'allow', obligations, trace };
}
