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

type Terms = RecordSearch['query']['terms'];

/** What stands in a session, as a search among what may be seen. */
export const searchIn = (session: string, scope: Scope, more: Terms = []): RecordSearch => ({
  ...scope,
  query: { terms: [{ kind: 'text', key: 'session', not: false, any: [[session]] }, ...more] },
  now: Date.now(),
});

/** The newest records that stand in a session and may be seen, notes beside it among them. */
export const recordsIn = async (
  reader: Reader,
  session: string,
  scope: Scope,
  { limit = mostSteps, more }: { readonly limit?: number; readonly more?: Terms } = {},
): Promise<readonly RecordHeader[]> =>
  (await reader.searchRecords(searchIn(session, scope, more), { limit })).records;

const areNotes = (yes: boolean): Terms => [
  { kind: 'text', key: 'operation', not: !yes, any: [[noteOperation]] },
];

/** The newest records of a session that may be seen; notes beside it are none of its steps. */
export const stepsIn = (reader: Reader, session: string, scope: Scope): Promise<readonly RecordHeader[]> =>
  recordsIn(reader, session, scope, { more: areNotes(false) });

/** The newest notes beside a session that may be seen. */
export const notesIn = (reader: Reader, session: string, scope: Scope): Promise<readonly RecordHeader[]> =>
  recordsIn(reader, session, scope, { more: areNotes(true), limit: mostNotes });
