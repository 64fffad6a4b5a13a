/**
 * A copy without the names of collections that the caller knew by id only, for callers who may not see whose id it
 * was. Such a scope is known by its key `lookedUp`.
 */
export function withoutLookedUp(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLookedUp);
  if (typeof value !== 'object' || value === null) return value;
  if ('lookedUp' in value) return { is: 'unresolved' };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutLookedUp(inner)]));
}
