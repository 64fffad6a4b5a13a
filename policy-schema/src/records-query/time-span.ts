import type { Span } from './amount-span.ts';
import type { TimeTerm } from './records-query.ts';
import { resolveSpan } from './resolve-span.ts';

/** The times (milliseconds since 1970) that are asked for, none where what is written is no time; `now` is what "7d" counts from. */
export function timeSpan({ key, at }: TimeTerm, now: number): readonly Span[] {
  const span = resolveSpan(key, at, now);
  return span === undefined ? [] : [span];
}
