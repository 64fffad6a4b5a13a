import type { TextKey } from './query-keys.ts';
import type { Facet, FacetCount } from './record-facets.ts';

/** Counts are told up to this. */
export const mostCounted = 10_000;
/** Values of one key that are told, unless somebody asks for more. */
export const fewValues = 20;

/** A value, and how many of the found records have it. */
export interface CountedValue {
  readonly value: string;
  readonly count: number;
  readonly name?: string;
}

/** A count as it is told. */
export const toldCount = (count: number): FacetCount =>
  count > mostCounted ? { count: mostCounted, more: true } : { count };

/** The most frequent values of a key, as they are told. `all` is put into that order. */
export function toldFacet(key: TextKey, all: CountedValue[], most: number): Facet {
  all.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return {
    key,
    values: all
      .slice(0, most)
      .map(({ value, name, count }) => ({ value, ...(name !== undefined && { name }), ...toldCount(count) })),
    ...(all.length > most && { more: true }),
  };
}
