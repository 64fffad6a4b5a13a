import type { FieldPlan } from '../../protobuf/message-plan.ts';

/** What stands before the word in names of some enums. */
const prefixes: Readonly<Record<string, string>> = { field_type: 'FieldType' };
/** Fields whose words REST writes as they are. */
const asTheyAre: ReadonlySet<string> = new Set(['distance', 'initial_state']);

/** The word that REST writes for a value of an enum, e.g. `average_vector` for `AverageVector`. */
export function enumWord({ name }: Pick<FieldPlan, 'name'>, value: string): string {
  if (asTheyAre.has(name)) return value;
  const prefix = prefixes[name] ?? '';
  const word = value.startsWith(prefix) ? value.slice(prefix.length) : value;
  return word.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}
