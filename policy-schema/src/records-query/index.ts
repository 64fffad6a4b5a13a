export { type Span, spanOf } from './amount-span.ts';
export { askedPatterns } from './asked-patterns.ts';
export { completeQuery, type QueryCompletion, queryAround } from './complete-query.ts';
export { askedTexts, type ShownRequest } from './content/asked-texts.ts';
export { contentTerms, lookedInto, withoutContent, withoutContentTerms } from './content/content-terms.ts';
export type { PassTurn } from './content/content-test.ts';
export { foldText } from './content/fold-text.ts';
export {
  type Lookable,
  type LookBounds,
  type LookResult,
  lookBounds,
  lookThrough,
} from './content/look-through.ts';
export { type LookedThrough, lookedTogether, type UnlookedKind } from './content/looked-through.ts';
export { lookedWords } from './content/looked-words.ts';
export { notInHeaders } from './content/not-in-headers.ts';
export { datedQuery } from './dated-query.ts';
export { isMaskMethod } from './mask-words.ts';
export { matchesPattern } from './matches-pattern.ts';
export { printPattern, printQuery, printTerm } from './print-query.ts';
export { QueryError, type QueryErrorCode } from './query-error.ts';
export {
  type AmountKey,
  type ContentKey,
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
