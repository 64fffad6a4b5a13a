import type { CompiledRule } from '../../compile/compiled-rule.ts';
import type { PolicySet } from '../../compile/policy-set.ts';
import { ruleKey } from '../access/bound.ts';

/** A rule that is not alike in two sets. Place: in the set that has it, the second where both do. */
export interface DriftedRule {
  readonly policy: string;
  readonly rule: string;
  readonly how: 'added' | 'removed' | 'changed';
  readonly file: string;
  readonly line: number;
}

const nameOf = ({ reference: { policy, rule } }: CompiledRule): string => JSON.stringify([policy, rule]);
/** All that a rule does or says; not where it stands. */
const meaningOf = (rule: CompiledRule): string =>
  JSON.stringify([ruleKey(rule), rule.monitored, rule.message, rule.policy]);

/**
 * Rules that mean or say something else in `head` than in `base`, by their names, monitored ones too: whether an editor,
 * a commit and a gateway have the same. Comments, order and files make no difference.
 */
export function ruleDrift(base: PolicySet, head: PolicySet): readonly DriftedRule[] {
  const [before, after] = [base, head].map(({ rules }) => new Map(rules.map((rule) => [nameOf(rule), rule])));
  const told = ({ reference: { policy, rule, file, line } }: CompiledRule, how: DriftedRule['how']) => ({
    ...{ policy, rule, how, file, line },
  });
  const found: DriftedRule[] = [];
  for (const [name, rule] of after!) {
    const known = before!.get(name);
    if (known === undefined) found.push(told(rule, 'added'));
    else if (meaningOf(known) !== meaningOf(rule)) found.push(told(rule, 'changed'));
  }
  for (const [name, rule] of before!) if (!after!.has(name)) found.push(told(rule, 'removed'));
  return found;
}
