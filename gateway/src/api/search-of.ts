import {
  contentTerms,
  QueryError,
  type RecordsQuery,
  readQuery,
} from '@vectorgate/policy-schema/records-query';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import { ApiError } from './api-error.ts';
import type { Question } from './api-routes.ts';

const textsElsewhere = new ApiError(
  400,
  'text-not-here',
  'This takes everything that a query finds, and a search with text:, filter: or reach: looks into a part of it.',
  'Leave these out, or look for the records first and name their sessions: session:ID,ID. Counts (by …; who, by rule) take them.',
);

const read = (text: string): RecordsQuery => {
  try {
    return readQuery(text);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new ApiError(
      400,
      error.code,
      `The query cannot be read at character ${error.from + 1}: ${error.message}`,
      error.remedy,
    );
  }
};

/**
 * The search that a question asks for, among what the caller may see. Throws `ApiError`, also for terms about texts in
 * requests, unless they are taken: they have to be looked for in another way.
 */
export const searchOf = (
  { query }: Question,
  scope: Omit<RecordSearch, 'query' | 'now'>,
  { texts = false }: { readonly texts?: boolean } = {},
): RecordSearch => {
  const { terms } = read(query.query ?? '');
  if (!texts && contentTerms({ terms }).length > 0) throw textsElsewhere;
  return {
    ...scope,
    query: {
      terms:
        query.effect === undefined
          ? terms
          : [...terms, { kind: 'text', key: 'effect', not: false, any: [[query.effect]] }],
    },
    now: Date.now(),
  };
};
