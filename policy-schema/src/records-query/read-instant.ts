import { QueryError } from './query-error.ts';
import { queryKeys, type TimeKey } from './query-keys.ts';
import { resolveInstant } from './resolve-instant.ts';
import type { ScannedValue } from './scan-terms.ts';

/** Reads a time as it is written. Throws `QueryError`. */
export function readInstant(key: TimeKey, { from, to, parts }: ScannedValue): string {
  const text = parts.join('*');
  if (resolveInstant(key, text, 0) !== undefined) return text;
  throw new QueryError(
    'time-unreadable',
    { from, to },
    'This is no time.',
    `Write ${queryKeys[key].example}, a day as 2026-11-20, a time as 2026-11-20T09:00 (UTC, or with an offset as +01:00), or how long ago: 30min, 12h, 7d.`,
  );
}
