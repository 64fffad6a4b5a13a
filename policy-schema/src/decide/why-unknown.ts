import type { CompiledRule } from '../compile/compiled-rule.ts';
import type { Target } from '../operation/target.ts';
import type { DecideInput } from './decide-contract.ts';
import { matchPrincipals } from './match-principals.ts';
import { matchResources } from './match-resources.ts';
import { unknown } from './tri.ts';

/** Why it cannot be told whether a rule matches, as the rest of a sentence. */
export function whyUnknown(rule: CompiledRule, input: DecideInput, target: Target): string {
  const { identity } = input;
  const asked = [...(rule.principals?.claims ?? []), ...(rule.principals?.except?.claims ?? [])].map(
    ({ name }) => name,
  );
  const absent = [...asked, ...(rule.when?.claims ?? [])].find(
    (name) => !Object.hasOwn(identity.claims, name),
  );
  if (matchPrincipals(rule.principals, input) === unknown) {
    const claim = asked.find((name) => !Object.hasOwn(identity.claims, name));
    return claim === undefined
      ? 'your groups are not known completely'
      : `your sign-in carries no usable claim ${claim}`;
  }
  if (matchResources(rule.resources, input.connection.name, target) === unknown) {
    const parts = [target.tenant, target.database, target.namespace, target.collection];
    return parts.some(({ is }) => is === 'unresolved')
      ? 'the target cannot be told'
      : 'the request reaches further than the rule';
  }
  return absent === undefined
    ? 'its condition has no answer here'
    : `your sign-in carries no usable claim ${absent}`;
}
