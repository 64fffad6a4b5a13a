import { bitsOf } from '../compile/class-bits.ts';
import type { CompiledRule, ResourceSelector } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';
import { none, one, type Scope, type Target } from '../operation/target.ts';
import { conclude } from './conclude.ts';
import type { DecideContext } from './decide-context.ts';
import type { Obligations, OperationDecision } from './decision.ts';
import { deny } from './find-denies.ts';
import { Findings } from './findings.ts';
import { matchPrincipals } from './match-principals.ts';
import { matchPlace, matchScope } from './match-resources.ts';
import { no, type Tri, unknown, yes } from './tri.ts';

const meta = bitsOf(['meta']);

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
    for (const rule of context.rules.binding) {
      if (rule.effect !== 'deny' || (rule.classes & meta) === 0) continue;
      if (!described && !coversConnection(rule.resources)) continue;
      const match = context.match(rule, operation, target);
      if (match !== no) deny(context, rule, target, match, findings);
    }
    const permit = context.rules.permits.find((rule) => implies(context, rule, operation, target, described));
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

const coversConnection = (resources: ResourceSelector | undefined): boolean =>
  resources === undefined ||
  (resources.except === undefined &&
    (resources.tenants ?? resources.databases ?? resources.namespaces ?? resources.collections) ===
      undefined);

/** Where there is no such part, or all of them are asked about, a permit's word on it does not matter here. */
const mayBe = (globs: ResourceSelector['tenants'], scope: Scope): boolean =>
  scope.is === 'none' || scope.is === 'every' || matchScope(globs, scope) === yes;

/** Whether a permit implies this for the caller; with `named`, only for collections that it names. */
function implies(
  context: DecideContext,
  rule: CompiledRule,
  operation: Operation,
  target: Target,
  named: boolean,
): boolean {
  const { input } = context;
  if (rule.expires !== undefined && input.instant >= rule.expires) return false;
  if (matchPrincipals(rule.principals, input) !== yes) return false;
  const { resources } = rule;
  if (resources !== undefined) {
    if (resources.connections !== undefined && !resources.connections.includes(input.connection.name))
      return false;
    if (!mayBe(resources.tenants, target.tenant) || !mayBe(resources.databases, target.database))
      return false;
    if (!mayBe(resources.namespaces, target.namespace)) return false;
    if (named && matchScope(resources.collections, target.collection) !== yes) return false;
    const place = named ? target : { ...target, collection: none, namespace: none };
    if (resources.except !== undefined && matchPlace(resources.except, input.connection.name, place) !== no)
      return false;
  }
  return conditionAllows(context, rule, operation, target);
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

/** Which collections of a listing the caller may know of: those that a permit names and no deny takes out. */
function visibleTo(context: DecideContext, operation: Operation): NonNullable<Obligations['visible']> {
  const denies = context.rules.binding.filter(
    (rule) => rule.effect === 'deny' && (rule.classes & meta) !== 0,
  );
  return (tenant, database, collection) => {
    const target: Target = {
      tenant: tenant === undefined ? none : one(tenant),
      database: database === undefined ? none : one(database),
      namespace: none,
      collection: one(collection),
    };
    return (
      context.rules.permits.some((rule) => implies(context, rule, operation, target, true)) &&
      !denies.some((rule) => context.match(rule, operation, target) !== no)
    );
  };
}
