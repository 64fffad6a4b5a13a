import { QueryError, type RecordsQuery, readQuery } from '@vectorgate/policy-schema/records-query';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import { ApiError } from './api-error.ts';
import type { Question } from './api-routes.ts';

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

/** The search that a question asks for, among what the caller may see. Throws `ApiError`. */
export const searchOf = ({ query }: Question, scope: Omit<RecordSearch, 'query' | 'now'>): RecordSearch => {
  const { terms } = read(query.query ?? '');
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
