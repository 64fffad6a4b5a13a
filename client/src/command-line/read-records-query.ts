import {
  QueryError,
  readQuery,
  type SavedSearches,
  withSaved,
} from '@vectorgate/policy-schema/records-query';
import { ClientError } from '../errors/client-error.ts';

const width = 76;

/** The query and, under it, what of it cannot be read: as much of it as fits on a line. */
function pointAt(query: string, from: number, to: number): string {
  const shift = Math.max(0, Math.min(from - 20, query.length - width));
  const before = shift === 0 ? '' : '…';
  const after = query.length - shift > width ? '…' : '';
  const shown = query.slice(shift, shift + width).replace(/[\s\p{Cc}]/gu, ' ');
  const marks = '^'.repeat(Math.max(1, Math.min(to - from, shift + width - from)));
  return `  ${before}${shown}${after}\n  ${' '.repeat(before.length + from - shift)}${marks}`;
}

/**
 * The query as the gateway takes it, with saved searches in place of their names, once it is known that it can be read.
 * Throws `ClientError`.
 */
export function readRecordsQuery(text: string, saved: SavedSearches = {}): string {
  let query = text;
  try {
    query = withSaved(text, saved);
    readQuery(query);
    return query;
  } catch (cause) {
    if (!(cause instanceof QueryError)) throw cause;
    throw new ClientError(
      'query-unreadable',
      `${cause.message}\n${pointAt(query, cause.from, cause.to)}`,
      cause.remedy,
      { cause },
    );
  }
}
