import type { RuleIndex } from '../compile/rule-index.ts';
import type { DecideInput } from './decide-contract.ts';
import type { RequestDecision } from './decision.ts';

type Decision = Omit<RequestDecision, 'monitored'>;

const print = ({ effect, operations }: Decision): string =>
  JSON.stringify(
    [effect, operations.map(({ effect: own, obligations, refusal }) => [own, obligations, refusal])],
    (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value),
  );

/**
 * Whether monitored rules make a difference. What a listing shows is a function, which cannot be compared: there a
 * monitored permit or deny on the connection counts as a difference.
 */
export function differ(
  enforced: Decision,
  complete: Decision,
  { operations, connection }: DecideInput,
  index: RuleIndex,
): boolean {
  if (print(enforced) !== print(complete)) return true;
  if (!operations.some(({ implied }) => implied === 'list')) return false;
  const rules = index.byConnection.get(connection.name) ?? index.other;
  return rules.every.all.rules.some(
    ({ monitored, effect }) => monitored && (effect === 'allow' || effect === 'deny'),
  );
}
