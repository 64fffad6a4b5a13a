import type { Static } from 'typebox';
import { noteOperation } from '../sessions/notes/note.ts';
import { noteDraft } from '../sessions/notes/note-draft.ts';
import type { RecordHeader } from '../sessions/record.ts';
import type { RecordSearch } from '../sessions/search/record-search.ts';
import { ApiError } from './api-error.ts';
import type { ApiRoute, Question } from './api-routes.ts';
import { NotedSchema, NoteSchema, NotesSchema } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { noQuery } from './open-api.ts';

/** Notes of one session that are shown, the newest. */
const mostNotes = 200;

const noSuch = (what: string): ApiError =>
  new ApiError(
    404,
    'not-found',
    `There is no such ${what}.`,
    'Look for it in: vectorgate sessions list --all',
  );

/** The person whose session it is does not read what reviewers say of it. */
function assertReviewer({ caller }: Question): void {
  if (caller.reviewer) return;
  throw new ApiError(
    403,
    'reviewers-only',
    'Only reviewers write and read notes.',
    'Ask to be made a reviewer.',
  );
}

/** What reviewers write beside sessions and records of others: records themselves, which nobody changes. */
export function noteRoutes({ reader, note }: Pick<ApiParts, 'reader' | 'note'>): readonly ApiRoute[] {
  const notesOf = async (session: string): Promise<readonly RecordHeader[]> => {
    const search: RecordSearch = {
      allNames: true,
      now: Date.now(),
      query: {
        terms: [
          { kind: 'text', key: 'session', not: false, any: [[session]] },
          { kind: 'text', key: 'operation', not: false, any: [[noteOperation]] },
        ],
      },
    };
    return (await reader.searchRecords(search, { limit: mostNotes })).records;
  };
  return [
    {
      path: '/sessions/:id/notes',
      summary: 'Notes that reviewers wrote beside a session and its records, the latest first.',
      query: noQuery,
      response: NotesSchema,
      answer: async (question) => {
        assertReviewer(question);
        if ((await reader.getSession(question.id)) === undefined) throw noSuch('session');
        const notes: unknown[] = [];
        for (const header of await notesOf(question.id)) {
          const stored = await reader.getRecord(header.id);
          const said = stored?.parts.request;
          const { id, time, who } = header;
          notes.push({
            id,
            time,
            who: {
              issuer: who.issuer,
              subject: who.subject,
              ...(who.name !== undefined && { name: who.name }),
            },
            ...(header.note?.record !== undefined && { record: header.note.record }),
            // The session was forgotten, and its notes with it.
            text: said === undefined ? null : (JSON.parse(said.toString('utf8')) as { note: string }).note,
          });
        }
        return { notes };
      },
    },
    {
      path: '/sessions/:id/notes',
      method: 'post',
      summary: 'Writes a note beside a session or one record of it. It stays as it is. Reviewers only.',
      query: noQuery,
      body: NoteSchema,
      response: NotedSchema,
      answer: async (question) => {
        assertReviewer(question);
        const { id, body, client, caller } = question;
        const { text, record } = body as Static<typeof NoteSchema>;
        const [newest] = await reader.listRecords({ session: id, limit: 1 });
        const noted = record === undefined ? newest : (await reader.getRecord(record, 'decision'))?.header;
        if (noted === undefined || noted.session !== id || noted.note !== undefined)
          throw noSuch(record === undefined ? 'session' : 'record in this session');
        const { issuer, subject, name, kind, groups } = caller.identity;
        const who = { issuer, subject, ...(name !== undefined && { name }), kind, groups };
        const draft = noteDraft(
          noted,
          { who, client },
          { text, aboutSession: record === undefined, now: Date.now() },
        );
        await note(draft);
        return { noted: draft.header.id };
      },
    },
  ];
}
