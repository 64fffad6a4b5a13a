import { isMasked, isRefused, type Step } from '../records/step.ts';
import { collectionsOf, masksOf, rulesOf } from './step-differences.ts';

/** What one of the two sessions has in all. */
export interface SessionTotals {
  readonly steps: number;
  readonly refused: number;
  /** Steps with an answer of which something was hidden. */
  readonly masked: number;
  /** What stands in this session and not in the other, by name. */
  readonly only: {
    readonly collections: readonly string[];
    readonly rules: readonly string[];
    readonly masks: readonly string[];
  };
}

/** Counts the steps of a session, and what in them `others` do not have. */
export function sessionTotals(steps: readonly Step[], others: readonly Step[]): SessionTotals {
  const only = (namesOf: (header: Step['header']) => readonly string[]): readonly string[] => {
    const known = new Set(others.flatMap(({ header }) => namesOf(header)));
    return [...new Set(steps.flatMap(({ header }) => namesOf(header)))]
      .filter((name) => name !== '' && !known.has(name))
      .sort();
  };
  return {
    steps: steps.length,
    refused: steps.filter(isRefused).length,
    masked: steps.filter(isMasked).length,
    only: { collections: only(collectionsOf), rules: only(rulesOf), masks: only(masksOf) },
  };
}
