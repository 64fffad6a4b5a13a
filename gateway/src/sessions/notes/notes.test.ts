import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { readQuery } from '@vectorgate/policy-schema/records-query';
import { recordFolders } from '../record-folders.ts';
import { openTestRecorder } from '../testing/open-test-recorder.ts';
import { draftOf, testUlid } from '../testing/record-drafts.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { verifyRecords } from '../verify-records.ts';
import { noteDraft } from './note-draft.ts';

const rita = {
  who: { issuer: 'people', subject: 'rita', kind: 'person' as const, groups: ['reviewers'] },
  client: { address: '127.0.0.1' },
};

test('a note stands beside a session and is none of its steps, with the index and with one made anew', async (t) => {
  const folder = temporaryFolder(t);
  const noted = testUlid(900);
  let recorder = await openTestRecorder(folder);
  for (const n of [1, 2]) await recorder.append(draftOf(testUlid(n), { session: noted }));
  const [newest] = await recorder.listRecords({ session: noted, limit: 1 });
  const at = {
    text: 'seen',
    aboutSession: false,
    rules: [],
    revision: { digest: 'd' },
    now: Date.parse('2026-03-02T00:00:00Z'),
  };
  await recorder.append(noteDraft([newest!], rita, at));
  const look = async () => ({
    session: await recorder.getSession(noted),
    steps: (await recorder.listRecords({ session: noted })).map(({ id }) => id),
    newest: (await recorder.listRecords({ session: noted, limit: 1 }))[0]?.id,
    found: (
      await recorder.searchRecords(
        { query: readQuery(`session:${noted} operation:session_note`), now: at.now },
        { limit: 10 },
      )
    ).records.map(({ who, note, outcome }) => [who.subject, note, outcome]),
  });
  const before = await look();
  assert.deepEqual(
    [before.session?.who.subject, before.session?.records, before.session?.ended],
    ['ana', 2, '2026-03-01T09:12:00.000Z'],
  );
  assert.deepEqual([before.steps, before.newest], [[testUlid(2), testUlid(1)], testUlid(2)]);
  const of = { issuer: 'people', subject: 'ana', name: 'Ana Ruiz' };
  assert.deepEqual(before.found, [['rita', { record: testUlid(2), of }, 'delivered']]);
  await recorder.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(recordFolders(folder).index + suffix, { force: true });
  recorder = await openTestRecorder(folder);
  assert.deepEqual(await look(), before);
  await recorder.close();
  assert.equal((await verifyRecords(folder)).ok, true);
});
