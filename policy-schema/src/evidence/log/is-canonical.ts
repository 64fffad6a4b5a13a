/**
 * Whether a text is the one canonical form of the value that was read from it (RFC 8785): no two readers can take
 * different things from it, as they could from keys that stand twice.
 */
export const isCanonical = (text: string, value: unknown): boolean => canonicalText(value) === text;

/** JSON of a value in that form. The value is one that JSON can hold. */
export function canonicalText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  const items = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`);
  return `{${items.join(',')}}`;
}
