import { QueryError } from './query-error.ts';
import { type AmountKey, queryKeys } from './query-keys.ts';
import type { Amount } from './records-query.ts';
import type { ScannedValue } from './scan-terms.ts';

/** The units of each key, the first of which is printed. */
export const amountUnits: Readonly<Record<AmountKey, Readonly<Record<string, number>>>> = {
  latency: { ms: 1, s: 1_000, min: 60_000 },
  size: { b: 1, kb: 1_000, mb: 1_000_000, gb: 1_000_000_000 },
};

const number = (key: AmountKey, text: string): number | undefined => {
  const [, digits, unit] = /^(\d{1,15}(?:\.\d{1,6})?)([a-z]+)$/i.exec(text) ?? [];
  const factor = unit === undefined ? undefined : amountUnits[key][unit.toLowerCase()];
  if (digits === undefined || factor === undefined) return undefined;
  const value = Math.round(Number(digits) * factor);
  return Number.isSafeInteger(value) ? value : undefined;
};

/** Reads `>200ms`, `1mb..5mb`. Throws `QueryError`. */
export function readAmount(key: AmountKey, { from, to, parts }: ScannedValue): Amount {
  const text = parts.join('*');
  const [first = '', last, more] = text.split('..');
  if (last !== undefined && more === undefined) {
    const [low, high] = [number(key, first), number(key, last)];
    if (low !== undefined && high !== undefined && low <= high) return { is: '..', from: low, to: high };
  }
  const [, sign = '', rest = ''] = /^(>=|<=|>|<|=)?(.*)$/s.exec(text) ?? [];
  const value = number(key, rest);
  if (value !== undefined) return { is: (sign || '=') as '>' | '>=' | '<' | '<=' | '=', value };
  throw new QueryError(
    'amount-unreadable',
    { from, to },
    `This is no amount that ${key}: can be compared with.`,
    `Write ${queryKeys[key].example}, a span with .. from the smaller to the larger, or <, <=, >=; units: ${Object.keys(amountUnits[key]).join(', ')}.`,
  );
}
