/** The same value, as it is written, in the type that is meant; undefined where it is none of that type. */
export function inType(is: unknown, type: 'string' | 'number' | 'boolean'): string | undefined {
  if (Array.isArray(is)) {
    const all = is.map((one) => inType(one, type));
    return all.includes(undefined) ? undefined : `[${all.join(', ')}]`;
  }
  const text = String(is);
  if (type === 'string') return JSON.stringify(text);
  return type === 'number' && /^\d+(\.\d+)?$/.test(text) ? text : undefined;
}
