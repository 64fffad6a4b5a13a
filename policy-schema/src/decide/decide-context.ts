import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { ConnectionRules, RuleIndex } from '../compile/rule-index.ts';
import type { ConditionInput } from '../condition/condition.ts';
import type { Operation } from '../operation/operation.ts';
import type { Target } from '../operation/target.ts';
import type { DecideInput } from './decide-contract.ts';
import { matchPrincipals } from './match-principals.ts';
import { matchResources } from './match-resources.ts';
import { both, no, type Tri, triOf } from './tri.ts';

/** What stays the same for all operations of one request. */
export class DecideContext {
  readonly input: DecideInput;
  readonly rules: ConnectionRules;
  /** Items of the whole request (combining, point 6). */
  readonly records: number;
  readonly #views: ConditionInput['views'] = {};

  constructor(index: RuleIndex, input: DecideInput) {
    this.input = input;
    this.rules = index.byConnection.get(input.connection.name) ?? index.other;
    let records = 0;
    for (const operation of input.operations) records += operation.records;
    this.records = records;
  }

  /** Whether a rule matches one target of an operation: who, then where, then `when`, the dearest, last. */
  match(rule: CompiledRule, operation: Operation, target: Target): Tri {
    const where = matchResources(rule.resources, this.input.connection.name, target);
    if (where === no) return no;
    const who = matchPrincipals(rule.principals, this.input);
    const result = both(where, who);
    return result === no || rule.when === undefined
      ? result
      : both(result, this.matchCondition(rule, operation, target));
  }

  matchCondition({ when }: CompiledRule, operation: Operation, target: Target): Tri {
    return when === undefined
      ? 2
      : triOf(when.evaluate({ input: this.input, operation, target, views: this.#views }));
  }
}
