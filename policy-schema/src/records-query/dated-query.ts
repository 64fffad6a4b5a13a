import { dayNames } from './named-day.ts';
import { printQuery } from './print-query.ts';
import { readQuery } from './read-query.ts';
import type { QueryTerm } from './records-query.ts';
import { resolveSpan } from './resolve-span.ts';

/**
 * A query with dates in place of what counts from now (`tuesday`, `7d`): it stays true for whoever reads it later. Throws
 * `QueryError` where the query cannot be read.
 * @param now milliseconds since 1970
 */
export function datedQuery(query: string, now: number): string {
  return printQuery({ terms: readQuery(query).terms.map((term) => dated(term, now)) });
}

function dated(term: QueryTerm, now: number): QueryTerm {
  if (term.kind !== 'time' || /^\d{4}-/.test(term.at)) return term;
  const [from, to] = resolveSpan(term.key, term.at, now) ?? [];
  const at = new Date(term.key === 'until' ? (to ?? now) : (from ?? now)).toISOString();
  const isDay = dayNames.includes(term.at.replace(/^last-/, ''));
  return { ...term, at: isDay ? at.slice(0, 10) : at };
}
