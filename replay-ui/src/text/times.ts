const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const precise = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const day = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

const readable = (instant: number): boolean => Number.isFinite(instant);

/** `09:12`, in the reader's own time. */
export const clockTime = (instant: number): string =>
  readable(instant) ? clock.format(instant) : 'time unknown';

/** `09:12:03.204`. */
export const preciseTime = (instant: number): string =>
  readable(instant) ? precise.format(instant) : 'time unknown';

/** `Sun, 29 Nov 2026`. */
export const dayText = (instant: number): string => (readable(instant) ? day.format(instant) : 'day unknown');

/** The whole of it, for hovering: day, time, and the same in UTC. */
export const absoluteTime = (instant: number): string =>
  readable(instant)
    ? `${day.format(instant)}, ${precise.format(instant)} (${new Date(instant).toISOString()})`
    : 'time unknown';

/** `2 min ago`; the clock or the day where that says more. */
export function relativeTime(instant: number, now: number): string {
  if (!readable(instant)) return 'time unknown';
  const seconds = Math.round((now - instant) / 1_000);
  if (seconds < 0) return dayText(instant) === dayText(now) ? clockTime(instant) : dayText(instant);
  if (seconds < 60) return 'just now';
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return dayText(instant);
}
