import { matchesPattern, type TextPattern } from '@vectorgate/policy-schema/records-query';

/** Whether one of the texts satisfies one of the patterns. */
export const satisfies = (any: readonly TextPattern[], texts: readonly string[]): boolean =>
  any.some((pattern) => texts.some((text) => matchesPattern(pattern, text)));
