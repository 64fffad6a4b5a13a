import { matchesPattern } from './matches-pattern.ts';
import type { TextPattern } from './records-query.ts';

/** Whether one of the texts satisfies one of the patterns. */
export const satisfies = (any: readonly TextPattern[], texts: readonly string[]): boolean =>
  any.some((pattern) => texts.some((text) => matchesPattern(pattern, text)));
