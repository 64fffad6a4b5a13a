import type { Problem } from './problem.ts';

/** Tokens live for 5 minutes; a clock that is off by less does no harm. */
const mostMilliseconds = 4 * 60_000;

/**
 * What to say when this machine's clock and the gateway's differ so much that sign-ins would fail.
 * `date` is an HTTP Date header (RFC 9110, section 6.6.1); `now` in milliseconds since the epoch.
 */
export function clockProblem(date: string | null, now: number): Problem | undefined {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs) || Math.abs(theirs - now) <= mostMilliseconds) return undefined;
  const minutes = Math.round(Math.abs(theirs - now) / 60_000);
  const span = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return {
    code: 'clock_off',
    message: `this machine's clock is ${span} ${theirs > now ? 'behind' : 'ahead of'} the gateway's, so sign-ins fail.`,
    next: "Set this machine's date, time and time zone (best: by its network time service), then look again.",
  };
}
