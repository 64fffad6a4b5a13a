import type { PolicySet } from '../../compile/policy-set.ts';
import { type DriftedRule, ruleDrift } from './rule-drift.ts';

/**
 * Rules of one file that are others than in the base: those that stand in it, and those that are gone from the policies in
 * it. A file without a rule has the policies of the base's file of the same name.
 */
export function fileDrift(base: PolicySet, head: PolicySet, file: string): readonly DriftedRule[] {
  const own = new Set(
    head.rules.filter(({ reference }) => reference.file === file).map(({ reference }) => reference.policy),
  );
  const isTwin = (path: string): boolean => file === path || file.endsWith(`/${path}`);
  return ruleDrift(base, head).filter((rule) =>
    rule.how === 'removed'
      ? own.has(rule.policy) || (own.size === 0 && isTwin(rule.file))
      : rule.file === file,
  );
}
