import type { PolicySet } from '../compile/policy-set.ts';
import type { RequiredFilter } from '../operation/filter.ts';
import type { Operation } from '../operation/operation.ts';
import { classGroups, type OperationClass } from '../operation/operation-class.ts';
import { candidates } from './candidates.ts';
import { DecideContext } from './decide-context.ts';
import type { DecideInput } from './decide-contract.ts';
import type { MaskObligation } from './decision.ts';
import { findDenies } from './find-denies.ts';
import { findGuards } from './find-guards.ts';
import { Findings } from './findings.ts';
import { joined } from './required-filter.ts';

/** What stands between a reader and what was recorded of somebody else's operation. */
export interface GuardsOver {
  /** A deny matches the reader: nothing may be shown. */
  readonly denied: boolean;
  readonly masks: readonly MaskObligation[];
  /** What the reader's own call would have been narrowed to. Shown may be what was narrowed to no less. */
  readonly filter?: RequiredFilter;
  /** A guard would have refused, or held, the reader's own call. */
  readonly closed: boolean;
}

const reads: ReadonlySet<OperationClass> = new Set(classGroups.read);

/**
 * The classes whose rules bind a reader of a recorded operation: `review`, and reading it as its caller did. What was
 * written or deleted is seen as by a fetch.
 */
export function seenAs({ implied, classes }: Pick<Operation, 'implied' | 'classes'>): OperationClass[] {
  const own = classes.filter((name) => reads.has(name) || name === 'meta');
  return [...(own.length > 0 || implied !== undefined ? own : ['fetch' as const]), 'review'];
}

/**
 * The guards and denies that bind a reader of recorded operations, permits left aside: the right to look is decided on
 * its own, what is seen is never more than the reader's own guards leave. Limits do not bind: they say how much may be
 * asked for, and nothing is.
 */
export function guardsOver(set: PolicySet, input: DecideInput): readonly GuardsOver[] {
  const context = new DecideContext(set.enforced, input);
  return input.operations.map((recorded) => {
    const operation = { ...recorded, classes: seenAs(recorded) };
    const findings = new Findings();
    const { renamesTo } = operation;
    for (const target of renamesTo === undefined ? operation.targets : [...operation.targets, renamesTo]) {
      findDenies(
        context,
        candidates(context, operation.classes, target, 'denies'),
        operation,
        target,
        findings,
      );
      findGuards(context, operation, target, findings);
    }
    const filter = joined('and', findings.filters);
    return {
      denied: findings.denied !== undefined,
      masks: findings.masks,
      ...(filter !== undefined && { filter }),
      closed: findings.missingClaim !== undefined || findings.approval !== undefined,
    };
  });
}

/** Whether whatever satisfies a filter satisfies the other one for certain: each part of that one is one of its own. */
export function narrowsTo(filter: RequiredFilter | undefined, wanted: RequiredFilter): boolean {
  const parts = (one: RequiredFilter): readonly RequiredFilter[] => (one.op === 'and' ? one.of : [one]);
  const held = new Set(filter === undefined ? [] : parts(filter).map((part) => JSON.stringify(part)));
  return parts(wanted).every((part) => held.has(JSON.stringify(part)));
}
