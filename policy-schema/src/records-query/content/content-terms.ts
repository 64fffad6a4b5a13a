import { isQueryKey, queryKeys } from '../query-keys.ts';
import type { ContentTerm, RecordsQuery } from '../records-query.ts';
import { scanTerms } from '../scan-terms.ts';

/** The terms of a query that are about what no header says: records are opened for them. */
export const contentTerms = ({ terms }: RecordsQuery): readonly ContentTerm[] =>
  terms.filter((term) => term.kind === 'content');

/** Which parts of records a query looks into: texts of requests, filters that were asked or added. */
export function lookedInto(query: RecordsQuery): { readonly texts: boolean; readonly filters: boolean } {
  const terms = contentTerms(query);
  return {
    texts: terms.some(({ key }) => key === 'text'),
    filters: terms.some(({ key }) => key !== 'text'),
  };
}

/** A query without them: what headers alone decide. */
export const withoutContent = ({ terms }: RecordsQuery): RecordsQuery => ({
  terms: terms.filter((term) => term.kind !== 'content'),
});

/** The same of a query as it is written, finished or not: what it finds can be counted without looking into anything. */
export function withoutContentTerms(text: string): string {
  let rest = text;
  for (const { from, to, key } of scanTerms(text).toReversed())
    if (key !== undefined && isQueryKey(key) && queryKeys[key].kind === 'content')
      rest = rest.slice(0, from) + rest.slice(to);
  return rest.trim();
}
