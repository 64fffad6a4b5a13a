import type { CompiledRule, ResourceSelector } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';
import type { OperationClass } from '../operation/operation-class.ts';
import { none, one, type Scope, type Target } from '../operation/target.ts';
import { candidates, candidatesOf } from './candidates.ts';
import type { DecideContext } from './decide-context.ts';
import type { DecideInput } from './decide-contract.ts';
import { matchPrincipals } from './match-principals.ts';
import { matchPlace, matchScope } from './match-resources.ts';
import { no, type Tri, unknown, yes } from './tri.ts';

/** Class of what any permit implies. */
export const meta: readonly OperationClass[] = ['meta'];

/** Where there is no such part, or all of them are asked about, a permit's word on it does not matter here. */
const mayBe = (globs: ResourceSelector['tenants'], scope: Scope): boolean =>
  scope.is === 'none' || scope.is === 'every' || matchScope(globs, scope) === yes;

/** Whether a permit implies this for the caller; with `named`, only for collections that it names. */
export function implies(
  context: DecideContext,
  rule: CompiledRule,
  operation: Operation,
  target: Target,
  named: boolean,
): boolean {
  const { input } = context;
  if (rule.expires !== undefined && input.instant >= rule.expires) return false;
  return reaches(rule, input, target, named) && conditionAllows(context, rule, operation, target);
}

/** The same for a permit that has no end and no condition. */
export const reaches = (
  { principals, resources }: CompiledRule,
  input: Pick<DecideInput, 'identity' | 'connection'>,
  target: Target,
  named: boolean,
): boolean =>
  matchPrincipals(principals, input) === yes && reachesPlace(resources, input.connection.name, target, named);

/** Whether a permit implies anything here, for whomever it is. */
export function reachesPlace(
  resources: CompiledRule['resources'],
  connection: string,
  target: Target,
  named: boolean,
): boolean {
  if (resources === undefined) return true;
  if (resources.connections !== undefined && !resources.connections.includes(connection)) return false;
  if (!mayBe(resources.tenants, target.tenant) || !mayBe(resources.databases, target.database)) return false;
  if (!mayBe(resources.namespaces, target.namespace)) return false;
  if (named && matchScope(resources.collections, target.collection) !== yes) return false;
  const place = named ? target : { ...target, collection: none, namespace: none };
  return resources.except === undefined || matchPlace(resources.except, connection, place) === no;
}

/**
 * A condition on the request has no answer for an implied operation, which has none: the permit still holds for some
 * request, so it implies. A condition whose claims are absent does not.
 */
function conditionAllows(
  context: DecideContext,
  rule: CompiledRule,
  operation: Operation,
  target: Target,
): boolean {
  if (rule.when === undefined) return true;
  const match: Tri = context.matchCondition(rule, operation, target);
  if (match !== unknown) return match === yes;
  const { claims } = context.input.identity;
  return rule.when.readsRequest && rule.when.claims.every((name) => Object.hasOwn(claims, name));
}

/** Whether the caller may know of a collection: a permit names it and no deny takes it out of the list. */
export function maySee(context: DecideContext, operation: Operation, target: Target): boolean {
  return (
    candidatesOf(context, context.rules.permits, target).some((rule) =>
      implies(context, rule, operation, target, true),
    ) &&
    !candidates(context, meta, target, 'denies').some((rule) => context.match(rule, operation, target) !== no)
  );
}

const unnamed = one('this collection');

/** A target as it may be told to the caller: a name that only the store knew is no news for who may not see it. */
export const toldTarget = (context: DecideContext, operation: Operation, target: Target): Target =>
  target.collection.is !== 'one' || !target.collection.lookedUp || maySee(context, operation, target)
    ? target
    : { ...target, collection: unnamed };
