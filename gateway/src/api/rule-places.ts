/**
 * A copy without the file and line of rules, for readers who may not read policy. A rule reference is known by its
 * keys `policy` and `rule`.
 */
export function withoutRulePlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutRulePlaces);
  if (typeof value !== 'object' || value === null) return value;
  const isReference = 'policy' in value && 'rule' in value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(isReference && (key === 'file' || key === 'line')))
      .map(([key, inner]) => [key, withoutRulePlaces(inner)]),
  );
}
