import { isLinear } from './is-linear.ts';
import { translatePattern } from './translate-pattern.ts';

/** Translates a pattern, with RE2's word as the last. */
export const compilePattern = (text: string, ignoreCase: boolean): string =>
  translatePattern(text, ignoreCase, isLinear);
