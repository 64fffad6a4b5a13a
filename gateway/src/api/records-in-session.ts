import { noteOperation } from '../sessions/notes/note.ts';
import type { RecordHeader } from '../sessions/record.ts';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import type { ApiParts } from './create-api.ts';

/** Records that a session's page shows at most. */
export const mostSteps = 1_000;
/** Notes beside one session that are shown, the newest. */
const mostNotes = 200;

type Reader = Pick<ApiParts['reader'], 'searchRecords'>;
type Scope = Required<Pick<RecordSearch, 'whose' | 'review'>>;

async function found(
  reader: Reader,
  session: string,
  scope: Scope,
  { notes, limit }: { readonly notes: boolean; readonly limit: number },
): Promise<readonly RecordHeader[]> {
  const query: RecordSearch['query'] = {
    terms: [
      { kind: 'text', key: 'session', not: false, any: [[session]] },
      { kind: 'text', key: 'operation', not: !notes, any: [[noteOperation]] },
    ],
  };
  return (await reader.searchRecords({ ...scope, query, now: Date.now() }, { limit })).records;
}

/** The newest records of a session that may be seen; notes beside it are none of its steps. */
export const stepsIn = (reader: Reader, session: string, scope: Scope): Promise<readonly RecordHeader[]> =>
  found(reader, session, scope, { notes: false, limit: mostSteps });

/** The newest notes beside a session that may be seen. */
export const notesIn = (reader: Reader, session: string, scope: Scope): Promise<readonly RecordHeader[]> =>
  found(reader, session, scope, { notes: true, limit: mostNotes });
