import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Outcome, tryAll } from './attack-table.ts';
import { alike, attacks, facets, page, unreal } from './review-probes.ts';
import { type Reviewer, type ReviewWorld, seenDeeds, startReviewWorld } from './review-world.ts';

let world: ReviewWorld;
before(async () => {
  world = await startReviewWorld();
});
after(() => world?.close());

test('notes are seen with what they stand beside, and not without', async (context) => {
  const { narrow, auditor, nobody, service, records, sessions } = world;
  const notesOf = (session: string): string => `/api/v1/sessions/${session}/notes`;
  const post = (who: Reviewer, session: string, body: object) =>
    who.ask(notesOf(session), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const numbers = async (): Promise<string> => {
    const answers = [
      await narrow.ask(`/api/v1/sessions/${sessions.insights}`),
      await narrow.ask(notesOf(sessions.insights)),
      await narrow.ask(facets('operation:session_note')),
      await narrow.ask(facets(`session:${sessions.insights}`)),
      await narrow.ask(page('operation:session_note')),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 200),
    );
    return answers.map(({ text }) => text).join('\n');
  };
  const before = await numbers();
  const hidden: string[] = [];
  const word = 'moved to another team';
  for (const [session, record] of [
    [sessions.insights, undefined],
    [sessions.insights, records.payroll],
    [sessions.insights, records.closed],
    [sessions.insights, records.handshake],
    [sessions.insights, records['not-understood']],
    [sessions.support, undefined],
    [sessions.support, records.support],
  ] as const) {
    const { status, body } = await post(auditor, session, { text: word, ...(record && { record }) });
    assert.equal(status, 200);
    hidden.push(String(body.noted));
  }
  const written = async (
    who: Reviewer,
    session: string,
    record: string | undefined,
    status: number,
  ): Promise<Outcome> => {
    const answer = await post(who, session, { text: 'x', ...(record && { record }) });
    return { passed: answer.status !== status, seen: String(answer.status) };
  };
  const postAlike = async (
    who: Reviewer,
    real: readonly [string, string?],
    other: readonly [string, string?],
  ): Promise<Outcome> => {
    const [one, two] = [
      await post(who, real[0], { text: 'x', ...(real[1] && { record: real[1] }) }),
      await post(who, other[0], { text: 'x', ...(other[1] && { record: other[1] }) }),
    ];
    return {
      passed: one.status !== two.status || one.text !== two.text || one.status !== 404,
      seen: `${one.status} ${two.status}`,
    };
  };
  const insights = sessions.insights;
  await tryAll(
    context,
    'Review: notes beside what may not be seen are not there',
    attacks(
      [
        'notes beside hidden records, in lists and counts',
        async () => {
          const after = await numbers();
          return {
            passed: after !== before || after.includes(word),
            seen: after === before ? 'as before' : 'changed',
          };
        },
      ],
      ...hidden.map(
        (id, at) =>
          [
            `a hidden note by its id: ${at + 1}`,
            () => alike(narrow, `/api/v1/records/${id}`, `/api/v1/records/${unreal}`),
          ] as const,
      ),
      ['notes of a hidden session', () => alike(narrow, notesOf(sessions.support), notesOf(unreal))],
      ['notes, by a person without rights', () => alike(nobody, notesOf(insights), notesOf(unreal))],
      ['notes, by a service with reviewers’ names', () => alike(service, notesOf(insights), notesOf(unreal))],
      ['writing beside a hidden session', () => postAlike(narrow, [sessions.support], [unreal])],
      [
        'writing beside a hidden record',
        () => postAlike(narrow, [insights, records.payroll], [insights, unreal]),
      ],
      [
        'writing beside a denied record',
        () => postAlike(narrow, [insights, records.closed], [insights, unreal]),
      ],
      [
        'writing beside a hidden note',
        () => postAlike(narrow, [insights, hidden[1] ?? ''], [insights, unreal]),
      ],
      ['writing beside a session, by a person without rights', () => postAlike(nobody, [insights], [unreal])],
      [
        'writing beside a seen record in a session of another',
        () => postAlike(narrow, [sessions.support, records.cases], [sessions.support, unreal]),
      ],
      [
        'writing beside a seen record, by a person without rights',
        () => written(nobody, insights, records.cases, 404),
      ],
      [
        'what one may see and write beside, counted as a step',
        async () => {
          const { status, body } = await post(narrow, insights, { text: 'mine', record: records.cases });
          const shown = await narrow.ask(`/api/v1/sessions/${insights}`);
          const theirs = await auditor.ask(`/api/v1/sessions/${insights}`);
          const session = shown.body.session as { records: number };
          const steps = [...(shown.body.records as object[]), ...(theirs.body.records as object[])];
          return {
            passed:
              status !== 200 ||
              session.records !== seenDeeds.length ||
              JSON.stringify(steps).includes(String(body.noted)),
            seen: `${status}, ${session.records} records`,
          };
        },
      ],
      [
        'a note that others who may see it do not read',
        async () => {
          const { body } = await auditor.ask(notesOf(insights));
          const { notes } = body as { notes: { text: string; who: { subject: string } }[] };
          const mine = notes.filter(({ who }) => who.subject === 'rita');
          return { passed: notes.length !== 6 || mine[0]?.text !== 'mine', seen: `${notes.length} notes` };
        },
      ],
      [
        'reading notes goes by unseen',
        async () => {
          await narrow.ask(notesOf(insights));
          const { body } = await auditor.ask(
            page('class:review who:rita operation:session_review', '&limit=1'),
          );
          const [first] = body.records as { reviewed?: { session?: string } }[];
          return {
            passed: first?.reviewed?.session !== insights,
            seen: String(first?.reviewed?.session === insights),
          };
        },
      ],
      [
        'what was not to be written goes by unseen',
        async () => {
          await post(nobody, insights, { text: 'x', record: records.payroll });
          const { body } = await auditor.ask(page('class:review who:omar code:no-permit', '&limit=1'));
          const [first] = body.records as { reviewed?: { record?: string } }[];
          return {
            passed: first?.reviewed?.record !== records.payroll,
            seen: String(first?.reviewed?.record === records.payroll),
          };
        },
      ],
    ),
  );
});
