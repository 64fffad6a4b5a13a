import type { PolicySet } from '../compile/policy-set.ts';
import { operationClasses } from '../operation/operation-class.ts';
import type { DecideInput } from './decide-contract.ts';
import { matchPrincipals } from './match-principals.ts';
import { yes } from './tri.ts';

const position = operationClasses.indexOf('review');

/**
 * Whether a permit of class `review` is for this person on this connection, so that there may be records of others for
 * them to see. Which ones, each record's own decision says.
 */
export function mayReview({ enforced }: PolicySet, input: Omit<DecideInput, 'operations'>): boolean {
  const rules = enforced.byConnection.get(input.connection.name) ?? enforced.other;
  return rules.byClass[position]!.permits.all.rules.some(
    (rule) =>
      (rule.expires === undefined || input.instant < rule.expires) &&
      matchPrincipals(rule.principals, input) === yes,
  );
}

/** The next instant at which a permit of class `review` ends, after this one; infinity when none does. */
export function nextReviewEnd({ rules }: PolicySet, instant: number): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { classes, expires } of rules)
    if (expires !== undefined && expires > instant && (classes & (1 << position)) !== 0)
      next = Math.min(next, expires);
  return next;
}
