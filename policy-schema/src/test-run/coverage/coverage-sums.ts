import type { RuleCoverage } from './coverage.ts';

/** Covered of all. */
export interface Share {
  readonly covered: number;
  readonly total: number;
}

export interface CoverageSums {
  /** Rules that mattered to a case. */
  readonly rules: Share;
  /** Conditions that were true for a case and false for another. */
  readonly conditions: Share;
  /** Both truths of every part of the conditions. */
  readonly branches: Share;
}

/** How much of some rules tests have seen. */
export function coverageSums(rules: readonly RuleCoverage[]): CoverageSums {
  const conditions = rules.flatMap(({ branches }) => branches.slice(0, 1));
  const branches = rules.flatMap((rule) => rule.branches);
  const sides = branches.flatMap(({ seen }) => [seen.yes > 0, seen.no > 0]);
  return {
    rules: { covered: rules.filter(({ hits }) => hits > 0).length, total: rules.length },
    conditions: {
      covered: conditions.filter(({ seen }) => seen.yes > 0 && seen.no > 0).length,
      total: conditions.length,
    },
    branches: { covered: sides.filter(Boolean).length, total: sides.length },
  };
}
