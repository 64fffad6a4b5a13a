import type { Operation } from '../operation/operation.ts';
import { candidates } from './candidates.ts';
import { conclude } from './conclude.ts';
import type { DecideContext } from './decide-context.ts';
import { decideImplied } from './decide-implied.ts';
import type { OperationDecision } from './decision.ts';
import { findDenies } from './find-denies.ts';
import { findGuards } from './find-guards.ts';
import { findPermits } from './find-permits.ts';
import { Findings } from './findings.ts';

/** Decides one operation: each of its targets alone, what they owe together. */
export function decideOperation(
  context: DecideContext,
  operation: Operation,
  index: number,
): OperationDecision {
  if (operation.implied !== undefined) return decideImplied(context, operation, index, operation.implied);
  const findings = new Findings();
  const { renamesTo } = operation;
  const targets = renamesTo === undefined ? operation.targets : [...operation.targets, renamesTo];
  for (const target of targets) {
    findDenies(
      context,
      candidates(context, operation.classes, target, 'denies'),
      operation,
      target,
      findings,
    );
    findPermits(context, operation, target, findings);
    findGuards(context, operation, target, findings);
  }
  // An operation that acts nowhere would be refused by nothing.
  if (targets.length === 0) findings.unpermitted ??= { target: noTarget, failed: [] };
  return conclude(context, operation, index, findings);
}

const noTarget = {
  tenant: { is: 'none' },
  database: { is: 'none' },
  namespace: { is: 'none' },
  collection: { is: 'unresolved' },
} as const;
