import type { TimeKey } from './query-keys.ts';

const ago = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const day = /^\d{4}-\d{2}-\d{2}$/;
const time = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?$/;

/** A day as 2026-02-30 is taken for another by the parser: what is printed again must be what was read. */
const onCalendar = (text: string): boolean => {
  const read = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(read) && new Date(read).toISOString().startsWith(text.slice(0, 10));
};

/**
 * The instant that a written time stands for, in milliseconds since 1970; undefined when it is none. A day stands for
 * its beginning with `since`, for its last millisecond with `until`. Without an offset it is UTC.
 */
export function resolveInstant(key: TimeKey, text: string, now: number): number | undefined {
  const [, count, unit] = /^(\d{1,5})(min|h|d|w)$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined) return now - Number(count) * ago[unit as keyof typeof ago];
  if (day.test(text) && onCalendar(text))
    return Date.parse(`${text}T00:00:00Z`) + (key === 'until' ? ago.d - 1 : 0);
  const [, moment, offset] = time.exec(text) ?? [];
  if (moment === undefined || !onCalendar(text)) return undefined;
  const read = Date.parse(moment + (offset ?? 'Z'));
  return Number.isNaN(read) ? undefined : read;
}
