import type { ResourceSelector } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';
import { none, one, type Target } from '../operation/target.ts';
import { candidates, candidatesOf } from './candidates.ts';
import { conclude } from './conclude.ts';
import type { DecideContext } from './decide-context.ts';
import type { Obligations, OperationDecision } from './decision.ts';
import { deny } from './find-denies.ts';
import { Findings } from './findings.ts';
import { implies, maySee, meta } from './may-see.ts';
import { no } from './tri.ts';

/**
 * The operations that any permit on a connection implies (combining, point 4): the handshake, listing, shortened to
 * what may be seen, and describing what the permit names. Guards do not bind these.
 */
export function decideImplied(
  context: DecideContext,
  operation: Operation,
  index: number,
  implied: NonNullable<Operation['implied']>,
): OperationDecision {
  const findings = new Findings();
  const described = implied === 'describe';
  for (const target of operation.targets) {
    for (const rule of candidates(context, meta, target, 'denies')) {
      if (!described && !coversConnection(rule.resources)) continue;
      const match = context.match(rule, operation, target);
      if (match !== no) deny(context, rule, target, match, findings);
    }
    const permit = candidatesOf(context, context.rules.permits, target).find((rule) =>
      implies(context, rule, operation, target, described),
    );
    if (permit === undefined) findings.unpermitted ??= { target, failed: [] };
    else if (!findings.trace.includes(permit.applied)) findings.trace.push(permit.applied);
  }
  if (operation.targets.length === 0) findings.unpermitted ??= { target: everywhere, failed: [] };
  return conclude(
    context,
    operation,
    index,
    findings,
    implied === 'list' ? visibleTo(context, operation) : undefined,
  );
}

const everywhere: Target = { tenant: none, database: none, namespace: none, collection: none };

/** Whether a rule is about a connection as a whole. */
export const coversConnection = (resources: ResourceSelector | undefined): boolean =>
  resources === undefined ||
  (resources.except === undefined &&
    (resources.tenants ?? resources.databases ?? resources.namespaces ?? resources.collections) ===
      undefined);

/** Which collections of a listing the caller may know of. */
const visibleTo =
  (context: DecideContext, operation: Operation): NonNullable<Obligations['visible']> =>
  (tenant, database, collection) =>
    maySee(context, operation, {
      tenant: tenant === undefined ? none : one(tenant),
      database: database === undefined ? none : one(database),
      namespace: none,
      collection: one(collection),
    });
