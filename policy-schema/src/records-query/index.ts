export { type Span, spanOf } from './amount-span.ts';
export { askedPatterns } from './asked-patterns.ts';
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
export {
  type FactKey,
  type RecordFacts,
  recordFacts,
  type SearchedHeader,
  shownCollections,
} from './record-facts.ts';
export { type PersonSummary, type RecordSummary, summaryKeys } from './record-summary.ts';
export { type FoundIds, RecordTable, type TabledHeader } from './record-table.ts';
export {
  type RecordTest,
  type SearchedPerson,
  type SearchedRecord,
  type SearchedSession,
  testOf,
} from './record-test.ts';
export type * from './records-query.ts';
export { resolveSpan } from './resolve-span.ts';
export { satisfies } from './satisfies.ts';
export { isSavedName, type SavedSearches, withSaved } from './saved-searches.ts';
export { type CountedValue, fewValues, mostCounted, toldCount, toldFacet } from './told-facet.ts';
export { valueSpellings } from './value-spellings.ts';
