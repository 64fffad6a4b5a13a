import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { PolicySet } from '../compile/policy-set.ts';
import { bucketOf, rulesAbout } from './candidates.ts';
import { DecideContext } from './decide-context.ts';
import type { DecideInput } from './decide-contract.ts';
import type { MaskObligation } from './decision.ts';
import { matchResources } from './match-resources.ts';
import { no } from './tri.ts';

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
    for (const name of classes) {
      const bucket = bucketOf(context, name, 'guards');
      if (bucket === undefined) continue;
      for (const target of targets)
        for (const rule of rulesAbout(bucket, target))
          if (rule.masks.length > 0 && matchResources(rule.resources, input.connection.name, target) !== no)
            found.add(rule);
    }
  }
  return [...found].flatMap(({ masks }) => masks);
}
