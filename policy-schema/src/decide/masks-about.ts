import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import type { RuleBucket } from '../compile/rule-index.ts';
import { operationClasses } from '../operation/operation-class.ts';
import { DecideContext } from './decide-context.ts';
import type { DecideInput } from './decide-contract.ts';
import type { MaskObligation } from './decision.ts';
import { matchResources } from './match-resources.ts';
import { no } from './tri.ts';

const about = ({ all, rest, byCollection }: RuleBucket, collection: string | undefined) =>
  collection === undefined ? all.rules : [...(byCollection.get(collection)?.rules ?? []), ...rest.rules];

/**
 * What policies mask, for anybody, of what a request asks for: the masks of all guards about its operations and where they
 * act, monitored ones too, whoever asks and whatever their `when` says. Those that a decision does not owe leave whole
 * what others see masked.
 */
export function masksAbout(set: PolicySet, input: DecideInput): readonly MaskObligation[] {
  const context = new DecideContext(set.complete ?? set.enforced, input);
  const found = new Set<CompiledRule>();
  for (const { implied, classes, targets } of input.operations) {
    if (implied !== undefined) continue;
    for (const name of classes)
      for (const target of targets) {
        const bucket = context.rules.byClass[operationClasses.indexOf(name)]?.guards;
        if (bucket === undefined) continue;
        const { collection } = target;
        for (const rule of about(bucket, collection.is === 'one' ? collection.name : undefined))
          if (rule.masks.length > 0 && matchResources(rule.resources, input.connection.name, target) !== no)
            found.add(rule);
      }
  }
  return [...found].flatMap(({ masks }) => masks);
}
