import { bitsOf } from '../compile/class-bits.ts';
import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { RequiredFilter } from '../operation/filter.ts';
import type { Operation } from '../operation/operation.ts';
import type { Target } from '../operation/target.ts';
import { candidates } from './candidates.ts';
import type { DecideContext } from './decide-context.ts';
import type { TraceStep } from './decision.ts';
import { exceededLimit } from './exceeded-limit.ts';
import type { FailedPermit, Findings } from './findings.ts';
import { limitText } from './limit-text.ts';
import { joined, resolveFilter } from './required-filter.ts';
import { no, unknown } from './tri.ts';
import { whyUnknown } from './why-unknown.ts';

/**
 * The permits of one target (combining, point 4): those that match and whose limits are kept as asked apply, their
 * filters or-ed; none is required when one of them has none.
 */
export function findPermits(
  context: DecideContext,
  operation: Operation,
  target: Target,
  findings: Findings,
): void {
  const wanted = bitsOf(operation.classes);
  const filters: RequiredFilter[] = [];
  const failed: FailedPermit[] = [];
  let applied = false;
  let unfiltered = false;
  const first = operation.classes[0];
  for (const rule of first === undefined ? [] : candidates(context, [first], target, 'permits')) {
    if (wanted === 0 || (rule.classes & wanted) !== wanted) continue;
    const match = context.match(rule, operation, target);
    if (match === no) continue;
    if (match === unknown) {
      note(
        findings,
        rule,
        'unknown',
        'unknown',
        `does not apply: ${whyUnknown(rule, context.input, target)}`,
      );
      continue;
    }
    if (rule.expires !== undefined && context.input.instant >= rule.expires) {
      note(findings, rule, 'no', 'expired', 'has expired');
      continue;
    }
    const exceeded = rule.limits && exceededLimit(rule.limits, operation, context.records);
    if (exceeded !== undefined) {
      note(
        findings,
        rule,
        'yes',
        'limit-exceeded',
        `does not apply: ${limitText(exceeded, operation, context.records).why}`,
      );
      failed.push({ rule, exceeded });
      continue;
    }
    const resolved = rule.filter && resolveFilter(rule.filter, context.input.identity);
    if (resolved !== undefined && 'missing' in resolved) {
      const text = `does not apply: your sign-in carries no usable claim ${resolved.missing}`;
      note(findings, rule, 'yes', 'filter-claim-missing', text);
      failed.push({ rule, missing: resolved.missing });
      continue;
    }
    applied = true;
    if (resolved === undefined) unfiltered = true;
    else filters.push(resolved.filter);
    if (!findings.trace.includes(rule.applied)) findings.trace.push(rule.applied);
  }
  if (!applied) findings.unpermitted ??= { target, failed };
  else if (!unfiltered) findings.filters.push(joined('or', filters)!);
}

function note(
  findings: Findings,
  rule: CompiledRule,
  match: TraceStep['match'],
  outcome: string,
  text: string,
): void {
  const { reference, effect } = rule;
  findings.trace.push({ rule: reference, effect, match, outcome, text: `Rule ${reference.rule} ${text}.` });
}
