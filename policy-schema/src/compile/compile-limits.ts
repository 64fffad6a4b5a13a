import type { RateObligation, RuleReference } from '../decide/decision.ts';
import type { OperationClass } from '../operation/operation-class.ts';
import type { GuardRule } from '../schema/rule-schema.ts';
import type { CompileContext } from './compile-context.ts';
import type { RuleLimits } from './compiled-rule.ts';
import type { Path } from './policy-source.ts';

type Limits = NonNullable<GuardRule['limits']>;

const seconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, day: 86_400 };

/** A rate such as `60/min`. */
export function compileRate(rate: string, rule: RuleReference): RateObligation {
  const [count, unit] = rate.split('/') as [string, string];
  return Object.freeze({ rule, count: Number(count), windowSeconds: seconds[unit]! });
}

/** Compiles `limits`; reports one for a class that the rule does not name: it could never act. */
export function compileLimits(
  context: CompileContext,
  limits: Limits,
  classes: readonly OperationClass[],
  path: Path,
): RuleLimits | undefined {
  const { source } = context;
  const needs = (key: 'topK' | 'page', name: OperationClass): void => {
    if (limits[key] === undefined || classes.includes(name)) return;
    const message = `${key} limits ${name}, which the rule does not name.`;
    source.atKey(
      [...path, key],
      'limit-without-class',
      message,
      `Add ${name} to operations, or remove ${key}.`,
    );
  };
  needs('topK', 'search');
  needs('page', 'scan');
  if (limits.records !== undefined && classes.every((name) => name === 'review')) {
    source.atKey(
      [...path, 'records'],
      'limit-without-class',
      'records limits what one request asks of a store, and a review asks for nothing.',
      'Remove records, or name the classes that it is for.',
    );
  }
  if (limits.onExceed !== undefined && limits.topK === undefined) {
    source.atKey(
      [...path, 'onExceed'],
      'on-exceed-without-top-k',
      'onExceed goes with topK.',
      'Add topK, or remove onExceed.',
    );
  }
  const { topK, page, records } = limits;
  if (topK === undefined && page === undefined && records === undefined) return undefined;
  return {
    ...(topK !== undefined && { topK }),
    ...(page !== undefined && { page }),
    ...(records !== undefined && { records }),
    lower: limits.onExceed === 'lower',
  };
}
