import { namedDay } from './named-day.ts';
import type { TimeKey } from './query-keys.ts';

const ago = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const day = /^\d{4}-\d{2}-\d{2}$/;
const time = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/** A day as 2026-02-30 is taken for another by the parser: what is printed again must be what was read. */
const onCalendar = (text: string): boolean => {
  const read = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(read) && new Date(read).toISOString().startsWith(text.slice(0, 10));
};

/** Where the day begins that is written as a date or named; undefined when it is none. */
const dayOf = (text: string, now: number): number | undefined =>
  day.test(text) && onCalendar(text) ? Date.parse(`${text}T00:00:00Z`) : namedDay(text, now);

/**
 * The time that a term of a query stands for, from its first millisecond to its last (since 1970), open where it has no end;
 * undefined when what is written is no such time. A day is in it from its beginning to its end. Without an offset it is UTC.
 */
export function resolveSpan(
  key: TimeKey,
  text: string,
  now: number,
): readonly [from: number, to: number] | undefined {
  const begins = dayOf(text, now);
  if (key === 'on') return begins === undefined ? undefined : [begins, begins + ago.d - 1];
  const at = begins === undefined ? resolveInstant(text, now) : key === 'until' ? begins + ago.d - 1 : begins;
  if (at === undefined) return undefined;
  return key === 'since' ? [at, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, at];
}

function resolveInstant(text: string, now: number): number | undefined {
  const [, count, unit] = /^(\d{1,5})(min|h|d|w)$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * ago[unit as keyof typeof ago];
  const [, moment, offset] = time.exec(text) ?? [];
  if (moment === undefined || !onCalendar(text)) return undefined;
  const read = Date.parse(moment + (offset ?? 'Z'));
  return Number.isNaN(read) ? undefined : read;
}
