import type { ClaimType } from '../operation/identity.ts';

/** The same value, as it is written, in the type that is meant; undefined where it is none of that type. */
export function inType(is: unknown, type: ClaimType): string | undefined {
  if (type === 'string-list') return inType([is].flat(), 'string');
  if (Array.isArray(is)) {
    const all = is.map((one) => inType(one, type));
    return all.includes(undefined) ? undefined : `[${all.join(', ')}]`;
  }
  const text = String(is);
  if (type === 'string') return JSON.stringify(text);
  if (type === 'boolean') return /^(true|false)$/.test(text) ? text : undefined;
  return type === 'number' && /^-?\d+(\.\d+)?$/.test(text) ? text : undefined;
}
