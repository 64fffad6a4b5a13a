import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';
import type { Target } from '../operation/target.ts';
import { candidates } from './candidates.ts';
import type { DecideContext } from './decide-context.ts';
import type { TraceStep } from './decision.ts';
import { exceededLimit } from './exceeded-limit.ts';
import type { Findings } from './findings.ts';
import { limitText } from './limit-text.ts';
import { resolveFilter } from './required-filter.ts';
import { no, type Tri, yes } from './tri.ts';
import { whyUnknown } from './why-unknown.ts';

/** The guards of one target (combining, point 5): all that match, or may, bind. */
export function findGuards(
  context: DecideContext,
  operation: Operation,
  target: Target,
  findings: Findings,
): void {
  const before = findings.bound.length === 0 ? undefined : new Set(findings.bound);
  for (const rule of candidates(context, operation.classes, target, 'guards')) {
    if (before?.has(rule)) continue;
    const match = context.match(rule, operation, target);
    if (match === no) continue;
    findings.bound.push(rule);
    bind(context, rule, operation, findings);
    findings.trace.push(stepOf(context, rule, operation, target, match, findings));
  }
}

function bind(context: DecideContext, rule: CompiledRule, operation: Operation, findings: Findings): void {
  if (rule.filter !== undefined) {
    const resolved = resolveFilter(rule.filter, context.input.identity);
    if ('missing' in resolved) findings.missingClaim ??= { rule, claim: resolved.missing };
    else findings.filters.push(resolved.filter);
  }
  if (rule.limits !== undefined) limit(context, rule, rule.limits, operation, findings);
  for (const mask of rule.masks) findings.masks.push(mask);
  if (rule.rate !== undefined) findings.rates.push(rule.rate);
  if (rule.effect === 'require-approval') findings.approval ??= rule;
}

function limit(
  context: DecideContext,
  rule: CompiledRule,
  limits: NonNullable<CompiledRule['limits']>,
  operation: Operation,
  findings: Findings,
): void {
  let exceeded = exceededLimit(limits, operation, context.records);
  if (exceeded?.kind === 'topK' && limits.lower) {
    findings.topK = Math.min(findings.topK ?? exceeded.limit, exceeded.limit);
    const { topK: _lowered, ...others } = limits;
    exceeded = exceededLimit(others, operation, context.records);
  }
  if (exceeded !== undefined) findings.exceeded ??= { rule, limit: exceeded };
}

function stepOf(
  context: DecideContext,
  rule: CompiledRule,
  operation: Operation,
  target: Target,
  match: Tri,
  findings: Findings,
): TraceStep {
  const { reference, effect } = rule;
  if (findings.missingClaim?.rule === rule) {
    const text = `Rule ${reference.rule} refuses it: your sign-in carries no usable claim ${findings.missingClaim.claim}.`;
    return {
      rule: reference,
      effect,
      match: match === yes ? 'yes' : 'unknown',
      outcome: 'filter-claim-missing',
      text,
    };
  }
  if (findings.exceeded?.rule === rule) {
    const text = `Rule ${reference.rule} refuses it: ${limitText(findings.exceeded.limit, operation, context.records).why}.`;
    return {
      rule: reference,
      effect,
      match: match === yes ? 'yes' : 'unknown',
      outcome: 'limit-exceeded',
      text,
    };
  }
  if (match === yes) return rule.applied;
  const text = `${rule.applied.text.replace(/\.$/, '')}; it binds because ${whyUnknown(rule, context.input, target)}.`;
  return { rule: reference, effect, match: 'unknown', outcome: 'applied-unknown', text };
}
