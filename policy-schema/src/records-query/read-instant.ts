import { dayNames } from './named-day.ts';
import { QueryError } from './query-error.ts';
import { queryKeys, type TimeKey } from './query-keys.ts';
import { resolveSpan } from './resolve-span.ts';
import type { ScannedValue } from './scan-terms.ts';

/** Reads a time as it is written. Throws `QueryError`. */
export function readInstant(key: TimeKey, { from, to, parts }: ScannedValue): string {
  const text = parts.join('*');
  if (resolveSpan(key, text, 0) !== undefined) return text;
  if (key === 'on')
    throw new QueryError(
      'time-unreadable',
      { from, to },
      'This is no day.',
      `Write a date as 2026-11-20, or one of ${dayNames.join(', ')}: a weekday is the latest one before today (UTC).`,
    );
  throw new QueryError(
    'time-unreadable',
    { from, to },
    'This is no time.',
    `Write ${queryKeys[key].example}, a day as 2026-11-20, yesterday or tuesday, a time as 2026-11-20T09:00 (UTC, or with an offset as +01:00), or how long ago: 30min, 12h, 7d.`,
  );
}
