import type { ContentTerm, RecordsQuery } from '../records-query.ts';
import { scanTerms } from '../scan-terms.ts';

/** The terms of a query that are about what stands in requests. */
export const contentTerms = ({ terms }: RecordsQuery): readonly ContentTerm[] =>
  terms.filter((term) => term.kind === 'content');

/** A query without them: what headers alone decide. */
export const withoutContent = ({ terms }: RecordsQuery): RecordsQuery => ({
  terms: terms.filter((term) => term.kind !== 'content'),
});

/** The same of a query as it is written, finished or not: what it finds can be counted without looking into anything. */
export function withoutContentTerms(text: string): string {
  let rest = text;
  for (const { from, to, key } of scanTerms(text).toReversed())
    if (key === 'text') rest = rest.slice(0, from) + rest.slice(to);
  return rest.trim();
}
