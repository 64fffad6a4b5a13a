import { operationClasses } from '../operation/operation-class.ts';
import type { Rule } from '../schema/rule-schema.ts';
import { allClasses, bitsOf, classesOf } from './class-bits.ts';
import type { CompileContext } from './compile-context.ts';
import { compileFilter } from './compile-filter.ts';
import { compileLimits, compileRate } from './compile-limits.ts';
import { compileMasks } from './compile-masks.ts';
import { compilePrincipals } from './compile-principals.ts';
import { compileResources } from './compile-resources.ts';
import { compileWhen } from './compile-when.ts';
import type { CompiledRule, PolicyFacts } from './compiled-rule.ts';
import type { Path } from './policy-source.ts';
import { ruleSentence } from './rule-sentence.ts';

/**
 * Compiles one rule of the right shape; reports what does not hold together or names what does not exist. Not `sound`: a
 * key of it is not known, so that nothing is said of what seems to be missing.
 */
export function compileRule(
  context: CompileContext,
  policy: PolicyFacts,
  rule: Rule,
  path: Path,
  sound: boolean,
): CompiledRule {
  const { source } = context;
  const line = source.lineOf(source.nodeAt([...path, 'id'])?.range?.[0] ?? 0);
  const reference = Object.freeze({ policy: policy.name, rule: rule.id, file: source.file, line });
  const classes = rule.operations === undefined ? operationClasses : classesOf(rule.operations);
  if (sound) checkWhole(context, rule, path);
  const owed = rule.effect === 'guard' || rule.effect === 'require-approval' ? rule : undefined;
  const limits = 'limits' in rule ? rule.limits : undefined;
  const required = 'require' in rule ? rule.require : undefined;
  const expires = rule.effect === 'allow' && rule.expires !== undefined ? instantOf(rule.expires) : undefined;
  if (Number.isNaN(expires))
    source.atPath([...path, 'expires'], 'wrong-form', 'expires is not a date.', 'Write a date that exists.');
  return {
    reference,
    policy,
    effect: rule.effect,
    monitored: rule.mode === 'monitor',
    classes: rule.operations === undefined ? allClasses : bitsOf(classes),
    principals: rule.principals && compilePrincipals(context, rule.principals, [...path, 'principals']),
    resources: rule.resources && compileResources(context, rule.resources, [...path, 'resources']),
    limits: limits && compileLimits(context, limits, classes, [...path, 'limits']),
    filter: required && compileFilter(context, required, [...path, 'require']),
    masks: owed?.mask === undefined ? [] : compileMasks(context, owed.mask, reference, [...path, 'mask']),
    rate: owed?.limits?.rate === undefined ? undefined : compileRate(owed.limits.rate, reference),
    when:
      rule.when === undefined
        ? undefined
        : compileWhen(context, rule.when, sound || rule.operations ? classes : [], [...path, 'when']),
    expires,
    message: rule.message,
    approvers:
      rule.effect === 'require-approval'
        ? [...(rule.approval.approvers.groups ?? []), ...(rule.approval.approvers.subjects ?? [])]
        : [],
    applied: Object.freeze({
      rule: reference,
      effect: rule.effect,
      match: 'yes',
      outcome: 'applied',
      text: ruleSentence(rule),
    }),
  };
}

/** Milliseconds since the epoch; NaN for a day that no month has, which `Date.parse` would move into the next. */
function instantOf(text: string): number {
  const [year, month, day] = text.split(/[-T]/).map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day ? Date.parse(text) : Number.NaN;
}

/** What only the rule as a whole shows. */
function checkWhole({ source }: CompileContext, rule: Rule, path: Path): void {
  if (rule.effect === 'allow') {
    const { except: _who, ...named } = rule.principals;
    if (Object.keys(named).length === 0) {
      const remedy = 'Name groups, subjects, services or issuers beside except.';
      source.atKey(
        [...path, 'principals'],
        'permit-names-nobody',
        'A permit must name whom it is for.',
        remedy,
      );
    }
    if (rule.require !== undefined && rule.operations.includes('review')) {
      source.atKey(
        [...path, 'require'],
        'review-not-filtered',
        'A permit to review cannot require a filter: which of a store’s records stand in what was recorded cannot be told.',
        'Permit review by connections and collections in a rule of its own, without require.',
      );
    }
    const { except: _where, ...places } = rule.resources;
    if (Object.keys(places).length === 0) {
      const remedy = 'Name connections or collections beside except.';
      source.atKey(
        [...path, 'resources'],
        'permit-names-nothing',
        'A permit must name what it is for.',
        remedy,
      );
    }
  }
  if (
    rule.effect === 'guard' &&
    rule.require === undefined &&
    rule.limits === undefined &&
    rule.mask === undefined
  ) {
    source.atPath(
      [...path, 'id'],
      'guard-empty',
      `The guard ${rule.id} binds nothing.`,
      'Add require, limits or mask, or remove the rule.',
    );
  }
}
