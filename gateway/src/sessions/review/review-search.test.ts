import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RecordedPlace, type Scope, unresolved } from '@vectorgate/policy-schema';
import { readQuery } from '@vectorgate/policy-schema/records-query';
import fc from 'fast-check';
import type { RecordDraft } from '../record.ts';
import type { RecordSearch } from '../search/record-search.ts';
import { openTestRecorder } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { placeOf, readPlace } from './recorded-place.ts';

const now = Date.UTC(2026, 10, 21, 12);

interface Varied {
  readonly subject: string;
  readonly connection: string;
  readonly collections: readonly string[];
  readonly effect: 'allow' | 'deny';
  readonly unseen: boolean;
}

const varied: fc.Arbitrary<Varied> = fc.record(
  {
    subject: fc.constantFrom('ana', 'omar'),
    connection: fc.constantFrom('insights', 'support'),
    collections: fc.subarray(['cases', 'notes', 'payroll', '?'], { minLength: 0, maxLength: 2 }),
    effect: fc.constantFrom('allow', 'deny'),
    unseen: fc.boolean(),
  },
  { noNullPrototype: true },
);

/** A record about those collections; `?` is one that cannot be told. */
function draft(number: number, of: Varied): RecordDraft {
  const { header, parts } = draftOf(testUlid(number), { ...of });
  const [operation] = header.operations;
  const scope = (name: string): Scope =>
    name === '?' ? unresolved : { is: 'one', name, ...(of.unseen && { lookedUp: true as const }) };
  const targets = of.collections.map((name) => ({
    ...operation!.targets[0]!,
    collection: scope(name),
  }));
  return {
    parts,
    header: {
      ...header,
      session: testUlid(1_000 + of.subject.charCodeAt(0) + of.connection.charCodeAt(0)),
      decision: { ...header.decision, ...(of.unseen && { unseen: true as const }) },
      operations: targets.length === 0 ? [] : [{ ...operation!, targets }],
    },
  };
}

const named = ({ targets }: RecordedPlace): readonly string[] =>
  targets.flatMap(({ collection }) => (collection.is === 'one' ? [collection.name] : []));
const sees = (written: string): boolean => narrow(readPlace(written));
/** What a narrow reader may see: cases and notes of insights. */
const narrow = (place: RecordedPlace): boolean =>
  place.connection === 'insights' &&
  place.targets.length > 0 &&
  place.targets.every(({ collection }) => collection.is === 'one' && collection.name !== 'payroll');

const queries: readonly (readonly [
  string,
  (header: RecordDraft['header'], names: readonly string[]) => boolean,
])[] = [
  ['', () => true],
  ['who:omar', ({ who }) => who.subject === 'omar'],
  ['-who:ana effect:deny', ({ who, decision }) => who.subject !== 'ana' && decision.effect === 'deny'],
  ['collection:payroll', (_, names) => names.includes('payroll')],
  ['-collection:payroll', (_, names) => !names.includes('payroll')],
  ['collection:*', (_, names) => names.length > 0],
  ['connection:support', ({ connection }) => connection === 'support'],
];

test('searches, counts and lists of a reader are those of one before whom nothing else was ever recorded', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(varied, { minLength: 1, maxLength: 40 }), async (all) => {
      const recorder = await openTestRecorder(temporaryFolder(t));
      const alone = await openTestRecorder(temporaryFolder(t));
      const whose = { issuer: 'people', subject: 'ana' };
      const seen: RecordDraft['header'][] = [];
      for (const [number, of] of all.entries()) {
        const made = draft(number, of);
        await recorder.append(made);
        if (of.subject !== 'ana' && !narrow(placeOf(made.header))) continue;
        seen.unshift(made.header);
        await alone.append(made);
      }
      for (const [query, holds] of queries) {
        const search: RecordSearch = { whose, review: sees, query: readQuery(query), now };
        const found = seen.filter((header) => {
          const place = placeOf(header);
          const told = header.decision.unseen !== true || narrow(place);
          return holds(header, told ? named(place) : []);
        });
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
          const page: { records: { id: string }[]; next?: string } = await recorder.searchRecords(search, {
            limit: 4,
            cursor,
          });
          ids.push(...page.records.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== undefined);
        assert.deepEqual(
          ids,
          found.map(({ id }) => id),
          query,
        );
        assert.deepEqual(await recorder.countFacets(search), await alone.countFacets(search), query);
        assert.equal((await recorder.countFacets(search)).total.count, found.length);
      }
      const scope = { ...whose, review: sees };
      // In the order in which they began: that stands in their ids.
      const lists = await Promise.all(
        [recorder, alone].map(async (one) =>
          (await one.listSessions(scope)).sessions.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        ),
      );
      assert.deepEqual(lists[0], lists[1]);
      assert.equal(
        lists[0]!.reduce((sum, { records }) => sum + records, 0),
        seen.length,
      );
      for (const { session } of all.map((of, number) => draft(number, of).header))
        assert.deepEqual(await recorder.getSession(session, scope), await alone.getSession(session, scope));
      await recorder.close();
      await alone.close();
    }),
    { numRuns: 15 },
  );
});

test('cursors name what was shown, and what may not be seen is none', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  const of = (subject: string, ...collections: string[]): Varied => ({
    subject,
    connection: 'insights',
    collections,
    effect: 'allow',
    unseen: false,
  });
  const session = (number: number, varied: Varied): RecordDraft => {
    const made = draft(number, varied);
    return { ...made, header: { ...made.header, session: testUlid(500 + number) } };
  };
  await recorder.append(session(0, of('ana', 'cases')));
  await recorder.append(session(1, of('omar', 'payroll')));
  await recorder.append(session(2, of('omar', 'notes')));
  await recorder.append(session(3, of('omar', 'payroll')));
  await recorder.append(session(4, of('ana', 'payroll')));
  const scope = { issuer: 'people', subject: 'ana', review: sees };
  const first = await recorder.listSessions({ ...scope, limit: 1 });
  assert.deepEqual([first.sessions[0]?.id, first.next], [testUlid(504), testUlid(504)]);
  const second = await recorder.listSessions({ ...scope, limit: 1, cursor: first.next });
  assert.equal(second.sessions[0]?.id, testUlid(502));
  const third = await recorder.listSessions({ ...scope, limit: 1, cursor: second.next });
  assert.deepEqual([third.sessions[0]?.id, third.next], [testUlid(500), undefined]);
  const own = { issuer: 'people', subject: 'ana' };
  assert.deepEqual(
    (await recorder.listSessions({ ...own, cursor: testUlid(504) })).sessions.map(({ id }) => id),
    [testUlid(500)],
  );
  for (const [asked, cursor] of [
    [scope, testUlid(503)],
    [scope, testUlid(999)],
    [scope, '2'],
    [own, testUlid(502)],
    [own, "' OR 1=1"],
  ] as const)
    await assert.rejects(recorder.listSessions({ ...asked, cursor }), { code: 'bad-cursor' });
  const search: RecordSearch = { whose: own, review: sees, query: readQuery(''), now };
  assert.equal(
    (await recorder.searchRecords(search, { limit: 9, cursor: `${testUlid(2)}.0` })).records.length,
    1,
  );
  for (const number of [1, 3, 9])
    await assert.rejects(recorder.searchRecords(search, { limit: 9, cursor: `${testUlid(number)}.0` }), {
      code: 'bad-cursor',
    });
  await recorder.close();
});
