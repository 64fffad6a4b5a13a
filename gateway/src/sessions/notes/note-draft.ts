import { ulid } from 'ulidx';
import type { Actor } from '../evidence/own-record.ts';
import type { RecordDraft, RecordHeader } from '../record.ts';
import { noteOperation } from './note.ts';

/** What a note is about: a record, or the newest one of a session. */
export type Noted = Pick<RecordHeader, 'id' | 'session' | 'who' | 'connection' | 'store' | 'operations'>;

/**
 * The record of a reviewer's note. It is about what the noted record is about, so whoever may review the one may read
 * the other; and it is sealed under the key of the noted session, so it is forgotten with it.
 */
export function noteDraft(
  noted: Noted,
  { who, client }: Actor,
  {
    text,
    aboutSession,
    now,
  }: { readonly text: string; readonly aboutSession: boolean; readonly now: number },
): RecordDraft {
  const { issuer, subject, name } = noted.who;
  const request = JSON.stringify({ note: text });
  return {
    header: {
      id: ulid(now),
      kind: 'outcome',
      session: noted.session,
      time: new Date(now).toISOString(),
      who,
      client,
      connection: noted.connection,
      store: noted.store,
      operations: [
        {
          name: noteOperation,
          classes: ['review'],
          targets: noted.operations.flatMap(({ targets }) => targets),
        },
      ],
      decision: { effect: 'allow', rules: [], revision: { digest: '' }, mode: 'enforce' },
      note: {
        ...(!aboutSession && { record: noted.id }),
        of: { issuer, subject, ...(name !== undefined && { name }) },
      },
      masked: [],
      changes: [],
      outcome: 'delivered',
      sizes: { request: Buffer.byteLength(request), response: 0 },
    },
    parts: { request },
  };
}
