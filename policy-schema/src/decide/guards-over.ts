import type { PolicySet } from '../compile/policy-set.ts';
import type { Operation } from '../operation/operation.ts';
import { candidates } from './candidates.ts';
import { DecideContext } from './decide-context.ts';
import type { DecideInput } from './decide-contract.ts';
import type { MaskObligation } from './decision.ts';
import { findDenies } from './find-denies.ts';
import { findGuards } from './find-guards.ts';
import { Findings } from './findings.ts';

/** What stands between a reader and the recorded answer of somebody else's operation. */
export interface GuardsOver {
  /** A deny matches the reader: nothing may be shown. */
  readonly denied: boolean;
  readonly masks: readonly MaskObligation[];
  /** A guard would have narrowed, or refused, the reader's own call: what was recorded may be more than that. */
  readonly narrowed: boolean;
}

/**
 * The guards and denies that bind a reader of a recorded operation, permits left aside: the right to look comes from
 * elsewhere, what is seen is never more than the reader's own guards leave.
 */
export function guardsOver(set: PolicySet, input: DecideInput): readonly GuardsOver[] {
  const context = new DecideContext(set.enforced, input);
  return input.operations.map((operation: Operation) => {
    const findings = new Findings();
    for (const target of operation.targets) {
      findDenies(
        context,
        candidates(context, operation.classes, target, 'denies'),
        operation,
        target,
        findings,
      );
      findGuards(context, operation, target, findings);
    }
    const narrowed =
      findings.filters.length > 0 || findings.missingClaim !== undefined || findings.approval !== undefined;
    return { denied: findings.denied !== undefined, masks: findings.masks, narrowed };
  });
}
