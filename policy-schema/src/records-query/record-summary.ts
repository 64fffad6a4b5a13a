import type { LookedThrough } from './content/looked-through.ts';
import type { Facet, FacetCount } from './record-facets.ts';

/** What one of the people did in the records that a query finds. */
export interface PersonSummary extends FacetCount {
  /** As `who` has it in a query: `issuer:subject`. */
  readonly who: string;
  readonly name?: string;
  /** By which rules, with which effect, what was delivered whole and what was masked: keys of `summaryKeys`. */
  readonly facets: readonly Facet[];
}

/** Who is in the records that a query finds, and through which rules: those first who got something whole, then the most frequent. */
export interface RecordSummary {
  readonly total: FacetCount;
  readonly people: readonly PersonSummary[];
  /** There are further people. */
  readonly more?: true;
  /** Where records were opened for it: how far it was looked. Who is in older ones is not told. */
  readonly looked?: LookedThrough;
}

/** What is told of each of the people. */
export const summaryKeys = ['rule', 'effect', 'unmasked', 'masked'] as const;
