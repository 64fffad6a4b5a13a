import { QueryError, type RecordsQuery, readQuery } from '@vectorgate/policy-schema/records-query';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import { ApiError } from './api-error.ts';
import type { Question } from './api-routes.ts';
import { whose } from './what-callers-see.ts';

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

/** What a question looks for, among the records that may be shown to whoever asks. Throws `ApiError`. */
export const searchOf = (question: Question): RecordSearch => {
  const { caller, query } = question;
  const { terms } = read(query.query ?? '');
  const only = whose(question);
  return {
    ...(only !== undefined && { whose: only }),
    allNames: caller.reviewer,
    query: {
      terms:
        query.effect === undefined
          ? terms
          : [...terms, { kind: 'text', key: 'effect', not: false, any: [[query.effect]] }],
    },
    now: Date.now(),
  };
};
