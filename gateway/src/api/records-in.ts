import type { RecordHeader } from '../sessions/record.ts';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import type { SessionReader } from './session-reader.ts';

/** What a session holds, as a search among what may be seen. */
export const searchIn = (session: string, scope: Pick<RecordSearch, 'whose' | 'review'>): RecordSearch => ({
  ...scope,
  query: { terms: [{ kind: 'text', key: 'session', not: false, any: [[session]] }] },
  now: Date.now(),
});

/** The newest records of a session that may be seen. */
export const recordsIn = async (
  reader: SessionReader,
  session: string,
  scope: Pick<RecordSearch, 'whose' | 'review'>,
  limit: number,
): Promise<readonly RecordHeader[]> =>
  (await reader.searchRecords(searchIn(session, scope), { limit })).records;
