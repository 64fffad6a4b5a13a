import type { LookedThrough } from './content/looked-through.ts';
import type { TextKey } from './query-keys.ts';

/** How often; with `more` it is more often than that. */
export interface FacetCount {
  readonly count: number;
  readonly more?: true;
}

export interface FacetValue extends FacetCount {
  /** As a query has it, without quotes. */
  readonly value: string;
  /** What people call it, where that differs. */
  readonly name?: string;
}

export interface Facet {
  readonly key: TextKey;
  /** The most frequent first. */
  readonly values: readonly FacetValue[];
  /** There are further values, less frequent ones. */
  readonly more?: true;
}

/** What stands in the records that a query finds. */
export interface RecordFacets {
  readonly total: FacetCount;
  readonly facets: readonly Facet[];
  /** With terms in the query for which records are opened: how far it was looked for. What stands further back is not counted. */
  readonly looked?: LookedThrough;
}
