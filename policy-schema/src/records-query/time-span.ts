import type { Span } from './amount-span.ts';
import type { TimeTerm } from './records-query.ts';
import { resolveInstant } from './resolve-instant.ts';

/** The times (milliseconds since 1970) that are asked for; `now` is what "7d" counts from. */
export function timeSpan({ key, at }: TimeTerm, now: number): Span {
  const instant = resolveInstant(key, at, now) ?? 0;
  return key === 'since' ? [instant, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, instant];
}
