/** Days of the week as queries name them, in the order in which a date counts them. */
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const dayMilliseconds = 86_400_000;

/** Names of days: `today`, `yesterday`, and a weekday for the latest one before today. */
export const dayNames: readonly string[] = ['today', 'yesterday', ...weekdays];

/**
 * Where the day of that name begins (UTC, milliseconds since 1970), seen from `now`; undefined when it is none.
 * `last-tuesday` is `tuesday`: the latest before today, so on a Tuesday the one a week ago.
 */
export function namedDay(text: string, now: number): number | undefined {
  const today = now - (((now % dayMilliseconds) + dayMilliseconds) % dayMilliseconds);
  if (text === 'today') return today;
  if (text === 'yesterday') return today - dayMilliseconds;
  const wanted = weekdays.indexOf(text.replace(/^last-/, '') as (typeof weekdays)[number]);
  if (wanted < 0) return undefined;
  const ago = (new Date(today).getUTCDay() - wanted + 7) % 7 || 7;
  return today - ago * dayMilliseconds;
}
