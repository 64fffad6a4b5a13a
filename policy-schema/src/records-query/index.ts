export { completeQuery, type QueryCompletion, queryAround } from './complete-query.ts';
export { datedQuery } from './dated-query.ts';
export { matchesPattern } from './matches-pattern.ts';
export { printPattern, printQuery, printTerm } from './print-query.ts';
export { QueryError, type QueryErrorCode } from './query-error.ts';
export {
  type AmountKey,
  facetKeys,
  isQueryKey,
  type QueryKey,
  queryKeys,
  type TextKey,
  type TimeKey,
} from './query-keys.ts';
export { longestQuery, readQuery } from './read-query.ts';
export type { Facet, FacetCount, FacetValue, RecordFacets } from './record-facets.ts';
export { type PersonSummary, type RecordSummary, summaryKeys } from './record-summary.ts';
export type * from './records-query.ts';
export { resolveSpan } from './resolve-span.ts';
export { isSavedName, type SavedSearches, withSaved } from './saved-searches.ts';
