import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { Operation } from '../operation/operation.ts';
import type { Target } from '../operation/target.ts';
import type { DecideContext } from './decide-context.ts';
import type { Findings } from './findings.ts';
import { no, type Tri, yes } from './tri.ts';
import { whyUnknown } from './why-unknown.ts';

/** The denies among some rules: one that matches, or may, refuses (combining, points 2 and 3). */
export function findDenies(
  context: DecideContext,
  rules: readonly CompiledRule[],
  operation: Operation,
  target: Target,
  findings: Findings,
): void {
  for (const rule of rules) {
    const match = context.match(rule, operation, target);
    if (match !== no) deny(context, rule, target, match, findings);
  }
}

/** Notes a deny that matches or may match. */
export function deny(
  context: DecideContext,
  rule: CompiledRule,
  target: Target,
  match: Tri,
  findings: Findings,
): void {
  findings.denied ??= { rule, target, sure: match === yes };
  if (match === yes) {
    if (!findings.trace.includes(rule.applied)) findings.trace.push(rule.applied);
    return;
  }
  const { reference, effect } = rule;
  const text = `Rule ${reference.rule} denies it, because ${whyUnknown(rule, context.input, target)}.`;
  findings.trace.push({ rule: reference, effect, match: 'unknown', outcome: 'applied-unknown', text });
}
