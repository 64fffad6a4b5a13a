import type { Static } from 'typebox';
import { type Noted, noteDraft } from '../sessions/notes/note-draft.ts';
import { placeOf } from '../sessions/review/recorded-place.ts';
import type { ApiRoute } from './api-routes.ts';
import { NotedSchema, NoteSchema, NotesSchema } from './api-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import { noQuery } from './open-api.ts';
import { notesIn, stepsIn } from './records-in-session.ts';
import { unlessRemoved } from './unless-removed.ts';

type NotesParts = Pick<ApiParts, 'reader' | 'note' | 'access' | 'looks'>;
type Reviewed = readonly [Noted, ...Noted[]];

/**
 * What reviewers write beside sessions and records: records themselves, which nobody changes. Rules of class `review` say
 * who; to have made the session gives no right to read what is said of it.
 */
export function noteRoutes({ reader, note, access, looks }: NotesParts): readonly ApiRoute[] {
  /** Records of a session that the caller may review. Throws for whom that is none. */
  const sessionReviewed = async (looking: Looking, session: string): Promise<Reviewed> => {
    const seen = await stepsIn(reader, session, looking.rights.scope());
    if (seen.length === 0) throw await looking.nothing({ of: 'session', session });
    const [first, ...rest] = seen.filter((header) => looking.rights.reviews(header));
    if (first === undefined) throw await looking.notReviewed({ of: 'session', session });
    return [first, ...rest];
  };
  /** One record of the session that the caller may review, and that is no note. */
  const recordReviewed = async (looking: Looking, session: string, record: string): Promise<Reviewed> => {
    const header = await reader.getHeader(record);
    if (header?.session !== session || header.note !== undefined || !looking.rights.sees(header))
      throw await looking.nothing({ of: 'record', record });
    if (!looking.rights.reviews(header)) throw await looking.notReviewed({ of: 'record', record });
    return [header];
  };
  return [
    {
      path: '/sessions/:id/notes',
      summary:
        'Notes that reviewers wrote beside a session and its records, the latest first: those beside what rules let me review.',
      query: noQuery,
      response: NotesSchema,
      answer: async (question) => {
        const { id } = question;
        const looking = new Looking(question, { access, looks });
        const { rights } = looking;
        const reviewed = await sessionReviewed(looking, id);
        // One's own notes, too, stand beside what one may review no longer.
        const headers = (await notesIn(reader, id, rights.scope())).filter((header) =>
          rights.reviews(header),
        );
        const [{ connection, store }] = reviewed;
        await looking.took({
          look: { of: 'session', session: id },
          place: placeOf({ connection, store, operations: reviewed.flatMap((one) => one.operations) }),
          told: { notes: headers.map((header) => header.id) },
        });
        const notes: Static<typeof NotesSchema>['notes'] = [];
        await reader.readMany(async (getRecord) => {
          for (const header of headers) {
            const stored = await unlessRemoved(getRecord(header.id));
            const said = stored && (rights.show(stored).request as { readonly note: string } | undefined);
            const { issuer, subject, name } = header.who;
            notes.push({
              id: header.id,
              time: header.time,
              who: { issuer, subject, ...(name !== undefined && { name }) },
              ...(header.note?.record !== undefined && { record: header.note.record }),
              // The session was forgotten, and its notes with it; or it is past its time, and gone meanwhile.
              text: said?.note ?? null,
            });
          }
        });
        return { notes };
      },
    },
    {
      path: '/sessions/:id/notes',
      method: 'post',
      summary:
        'Writes a note beside a session or one record of it, which rules let me review. It stays as it is.',
      query: noQuery,
      body: NoteSchema,
      response: NotedSchema,
      answer: async (question) => {
        const { id, body, client, caller } = question;
        const { text, record } = body as Static<typeof NoteSchema>;
        const looking = new Looking(question, { access, looks });
        const noted =
          record === undefined
            ? await sessionReviewed(looking, id)
            : await recordReviewed(looking, id, record);
        const { issuer, subject, name, kind, groups } = caller.identity;
        const who = { issuer, subject, ...(name !== undefined && { name }), kind, groups };
        const { trace, revision } = looking.rights;
        const draft = noteDraft(
          noted,
          { who, client },
          {
            text,
            aboutSession: record === undefined,
            rules: trace.map(({ rule }) => rule),
            revision,
            now: Date.now(),
          },
        );
        await note(draft);
        return { noted: draft.header.id };
      },
    },
  ];
}
