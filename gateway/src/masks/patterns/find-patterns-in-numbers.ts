import type { MaskPattern } from '@vectorgate/policy-schema';
import { findPatterns } from './find-patterns.ts';
import type { PatternBudget } from './pattern-budget.ts';

/** The ways in which people write a JSON number: as it stands, as JavaScript prints it, in full digits without a sign. */
function writings(number: string): Set<string> {
  const value = Number(number);
  const all = new Set([number, number.replace(/^-/, '')]);
  if (!Number.isFinite(value)) return all;
  all.add(String(value)).add(String(Math.abs(value)));
  // The text of an integer is exact, and its value is beyond 2^53 not.
  if (Number.isInteger(value) && !/^-?\d+$/.test(number)) all.add(BigInt(Math.abs(value)).toString());
  return all;
}

/**
 * Patterns that match a JSON number or one in an array of numbers, `[start, end)`, in any of its writings. Undefined:
 * they cannot be looked through.
 */
export function findPatternsInNumbers(
  json: Buffer,
  start: number,
  end: number,
  patterns: readonly MaskPattern[],
  budget: PatternBudget,
): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  const numbers = json.toString('latin1', start, end).split(/[[\],\s]+/);
  for (const number of numbers) {
    if (number === '') continue;
    for (const text of writings(number)) {
      const bytes = Buffer.from(text);
      const findings = findPatterns(bytes, 0, bytes.length, patterns, budget);
      if (findings === undefined) return undefined;
      for (const { detector } of findings) found.add(detector);
    }
  }
  return found;
}
