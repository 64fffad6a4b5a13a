import type { Revision, RuleReference } from '@vectorgate/policy-schema';
import { ulid } from 'ulidx';
import type { Actor } from '../evidence/own-record.ts';
import type { RecordDraft, RecordHeader } from '../record.ts';
import { fewTargets } from '../review/few-targets.ts';
import { placeOf } from '../review/recorded-place.ts';
import { noteOperation } from './note.ts';

/** What a note stands beside: one record, or those of a session that its writer may review. */
export type Noted = Pick<RecordHeader, 'id' | 'session' | 'who' | 'connection' | 'store' | 'operations'>;

export interface NoteText {
  readonly text: string;
  /** Beside the session; else beside the first of the records. */
  readonly aboutSession: boolean;
  /** What let its writer review what is noted. */
  readonly rules: readonly RuleReference[];
  readonly revision: Revision;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The record of a reviewer's note. It is about all that the noted records are about, so whoever may review those may read
 * it, and nobody else; and it is sealed under the key of the noted session, so it is forgotten with it.
 */
export function noteDraft(
  noted: readonly [Noted, ...Noted[]],
  { who, client }: Pick<Actor, 'who' | 'client'>,
  { text, aboutSession, rules, revision, now }: NoteText,
): RecordDraft {
  const [first] = noted;
  const { connection, store, session } = first;
  const { issuer, subject, name } = first.who;
  const { targets } = placeOf({ connection, store, operations: noted.flatMap((one) => one.operations) });
  const request = JSON.stringify({ note: text });
  return {
    header: {
      id: ulid(now),
      kind: 'outcome',
      session,
      time: new Date(now).toISOString(),
      who,
      client,
      connection,
      store,
      operations: [{ name: noteOperation, classes: ['review'], targets: fewTargets(targets) }],
      decision: { effect: 'allow', rules, revision, mode: 'enforce' },
      note: {
        ...(!aboutSession && { record: first.id }),
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
