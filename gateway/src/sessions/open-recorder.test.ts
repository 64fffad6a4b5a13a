import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import type { LogRecorder } from './log-recorder.ts';
import { noteDraft } from './notes/note-draft.ts';
import { openRecorder } from './open-recorder.ts';
import { recordFolders } from './record-folders.ts';
import { copyRecords, segmentPaths } from './testing/copied-records.ts';
import { openTestRecorder, testMasterKey } from './testing/open-test-recorder.ts';
import { draftOf, testUlid } from './testing/record-drafts.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { verifyRecords } from './verify-records.ts';

const minute = (n: number): string => new Date(Date.UTC(2026, 2, 1, 9, n)).toISOString();

/** Sessions 100 (Ana), 200 (Omar), 300 (Ana, elsewhere); intents with and without outcomes; refusals; masks. */
async function fill(recorder: LogRecorder): Promise<void> {
  for (let n = 0; n < 30; n += 1) {
    const session = testUlid(100 * (1 + (n % 3)));
    const subject = n % 3 === 1 ? 'omar' : 'ana';
    const connection = n % 3 === 2 ? 'elsewhere' : 'insights';
    const common = { session, subject, connection, time: minute(n), client: `kernel-${n % 3}` };
    if (n % 5 === 0)
      await recorder.append(
        draftOf(testUlid(n), { ...common, kind: 'intent', parts: { request: Buffer.from(`asked ${n}`) } }),
      );
    if (n % 10 === 0) continue;
    await recorder.append(
      draftOf(testUlid(n), {
        ...common,
        effect: n % 4 === 3 ? 'deny' : 'allow',
        masked: n % 6 === 1,
        parts: { response: Buffer.from(`told ${n}`) },
      }),
    );
  }
}

/** Everything that the reader can list, page by page. */
async function everything(recorder: LogRecorder): Promise<unknown> {
  const sessions: unknown[] = [];
  const records: unknown[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await recorder.listSessions({ limit: 2, cursor });
    sessions.push(...page.sessions);
    cursor = page.next;
    more = cursor !== undefined;
  }
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await recorder.pageRecords({ limit: 7, cursor });
    assert.ok(page.records.length > 0);
    records.push(...page.records);
    cursor = page.next;
    more = cursor !== undefined;
  }
  return { sessions, records };
}

const count = (from: Iterable<number>, wanted: (n: number) => boolean): number =>
  [...from].filter(wanted).length;
const all = Array.from({ length: 30 }, (_, n) => n);

test('sessions are listed with who, when and how much, newest first', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  await fill(recorder);
  const { sessions } = await recorder.listSessions();
  assert.deepEqual(
    sessions.map(({ id }) => id),
    [testUlid(300), testUlid(200), testUlid(100)],
  );
  const of = (n: number): boolean => n % 3 === 1;
  assert.deepEqual(sessions[1], {
    id: testUlid(200),
    who: { issuer: 'people', subject: 'omar', name: 'Ana Ruiz' },
    connection: 'insights',
    store: 'chroma',
    started: minute(1),
    ended: minute(28),
    records: 10,
    refused: count(all, (n) => of(n) && n % 10 !== 0 && n % 4 === 3),
    masked: count(all, (n) => of(n) && n % 10 !== 0 && n % 6 === 1),
  });
  assert.deepEqual(
    (await recorder.listSessions({ issuer: 'people', subject: 'ana' })).sessions.map(({ id }) => id),
    [testUlid(300), testUlid(100)],
  );
  assert.deepEqual((await recorder.listSessions({ issuer: 'ci', subject: 'ana' })).sessions, []);
  assert.deepEqual(await recorder.getSession(testUlid(200)), sessions[1]);
  assert.equal(await recorder.getSession(testUlid(400)), undefined);
  await recorder.close();
});

test('records are listed by whose, session and effect, newest first', async (t) => {
  const recorder = await openTestRecorder(temporaryFolder(t));
  await fill(recorder);
  const ids = async (query: Parameters<LogRecorder['listRecords']>[0]): Promise<string[]> =>
    (await recorder.listRecords(query)).map(({ id }) => id);
  const expected = (wanted: (n: number) => boolean): string[] => all.filter(wanted).reverse().map(testUlid);
  const denied = (n: number): boolean => n % 4 === 3 && n % 10 !== 0;
  assert.deepEqual(
    await ids({}),
    expected(() => true),
  );
  assert.deepEqual(
    await ids({ subject: 'omar' }),
    expected((n) => n % 3 === 1),
  );
  assert.deepEqual(
    await ids({ session: testUlid(300) }),
    expected((n) => n % 3 === 2),
  );
  assert.deepEqual(await ids({ effect: 'deny' }), expected(denied));
  assert.deepEqual(
    await ids({ effect: 'allow', issuer: 'people', subject: 'ana' }),
    expected((n) => n % 3 !== 1 && !denied(n)),
  );
  assert.deepEqual(
    await ids({ effect: 'deny', subject: 'omar', limit: 1 }),
    expected((n) => n % 3 === 1 && denied(n)).slice(0, 1),
  );
  assert.deepEqual(await ids({ subject: 'nobody' }), []);
  await assert.rejects(recorder.pageRecords({ cursor: "1' OR 1" }), { code: 'bad-cursor' });
  await recorder.close();
});

test('invariant 4: an intent without its outcome shows as unknown, also after a restart', async (t) => {
  const folder = temporaryFolder(t);
  let recorder = await openTestRecorder(folder);
  await recorder.append(draftOf(testUlid(1), { kind: 'intent', parts: { request: Buffer.from('asked') } }));
  const check = async (): Promise<void> => {
    const record = await recorder.getRecord(testUlid(1));
    assert.deepEqual([record?.header.kind, record?.header.outcome], ['intent', 'unknown']);
    assert.equal(record?.parts.request?.toString(), 'asked');
    assert.equal((await recorder.listRecords())[0]?.outcome, 'unknown');
  };
  await check();
  await recorder.close();
  recorder = await openTestRecorder(folder);
  assert.equal(recorder.report.unknownOutcomes, 1);
  await check();
  await recorder.append(draftOf(testUlid(1), { parts: { response: Buffer.from('told') } }));
  const { header, parts } = (await recorder.getRecord(testUlid(1)))!;
  assert.deepEqual([header.kind, header.outcome], ['outcome', 'delivered']);
  assert.deepEqual([parts.request?.toString(), parts.response?.toString()], ['asked', 'told']);
  assert.equal((await recorder.listRecords()).length, 1);
  assert.equal((await recorder.getSession(testUlid(1)))?.records, 1);
  await recorder.close();
});

test('the index can be deleted: it is made anew from the log, equal in all, and progress is told', async (t) => {
  const folder = temporaryFolder(t);
  let recorder = await openTestRecorder(folder, { segmentBytes: 5000 });
  await fill(recorder);
  const before = await everything(recorder);
  await recorder.close();
  for (const name of readdirSync(folder)) if (name.startsWith('index')) rmSync(join(folder, name));
  const lines: string[] = [];
  recorder = await openRecorder({
    folder,
    masterKey: testMasterKey,
    logger: pino({}, { write: (line: string) => void lines.push(line) }),
  });
  assert.deepEqual(await everything(recorder), before);
  assert.equal(recorder.report.indexed, recorder.report.records);
  assert.ok(lines.filter((line) => line.includes('reading the record log')).length > 3);
  await recorder.close();
  recorder = await openTestRecorder(folder);
  assert.equal(recorder.report.indexed, 0, 'a whole index is not made again');
  assert.deepEqual(await everything(recorder), before);
  await recorder.close();
});

for (const [what, spoil] of [
  ['is no database', (path: string) => writeFileSync(path, 'something else')],
  ['has another version', (path: string) => change(path, 'UPDATE progress SET version = 99')],
  ['lacks a table', (path: string) => change(path, 'DROP TABLE records')],
  ['belongs to another log', (path: string) => change(path, 'UPDATE progress SET chain = zeroblob(32)')],
  [
    'lags behind',
    (path: string) =>
      change(
        path,
        `DELETE FROM records; DELETE FROM sessions; DELETE FROM identities;
    UPDATE progress SET sequence = 0, segment = 0, durable = 0, chain = zeroblob(32)`,
      ),
  ],
] as const) {
  test(`an index that ${what} is made anew`, async (t) => {
    const folder = temporaryFolder(t);
    let recorder = await openTestRecorder(folder);
    await fill(recorder);
    const before = await everything(recorder);
    await recorder.close();
    spoil(recordFolders(folder).index);
    recorder = await openTestRecorder(folder);
    assert.deepEqual(await everything(recorder), before);
    assert.deepEqual([recorder.report.lost, recorder.report.indexed], [0, recorder.report.records]);
    await recorder.close();
  });
}

function change(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
}

test('an index that breaks while the gateway runs costs no record and comes back', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder);
  await fill(recorder);
  await recorder.listRecords();
  change(recordFolders(folder).index, 'DROP TABLE records');
  await recorder.append(draftOf(testUlid(50)));
  await pause(100);
  await recorder.append(draftOf(testUlid(51)));
  const listed = await recorder.listRecords();
  assert.equal(listed.length, 32);
  assert.equal(listed[0]?.id, testUlid(51));
  assert.equal(recorder.health().ok, true);
  await recorder.close();
});

test('records that the index knows and the log lacks are reported as lost', async (t) => {
  const folder = temporaryFolder(t);
  let recorder = await openTestRecorder(folder);
  await fill(recorder);
  await recorder.close();
  const path = segmentPaths(folder)[0]!;
  truncateSync(path, readFileSync(path).length - 10);
  const lines: string[] = [];
  recorder = await openRecorder({
    folder,
    masterKey: testMasterKey,
    logger: pino({}, { write: (line: string) => void lines.push(line) }),
  });
  assert.equal(recorder.report.lost, 1);
  assert.equal(recorder.report.torn?.segment, '000000000001.segment');
  assert.match(lines.join(''), /had been acknowledged are gone/);
  assert.equal((await recorder.listRecords()).length, 29);
  await recorder.close();
});

test('damage in the log is refused on opening, with the index and without', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder, { segmentBytes: 5000 });
  await fill(recorder);
  await recorder.close();
  const path = segmentPaths(folder)[1]!;
  const bytes = readFileSync(path);
  bytes[500]! ^= 1;
  writeFileSync(path, bytes);
  await assert.rejects(openTestRecorder(folder), {
    code: 'records-damaged',
    message: /000000000002\.segment, byte \d+/,
  });
  const copy = join(temporaryFolder(t), 'copy');
  copyRecords(folder, copy, { index: false });
  await assert.rejects(openTestRecorder(copy), {
    code: 'records-damaged',
    message: /000000000002\.segment, byte \d+/,
  });
});

test('only the newest segments are verified on opening when the log is longer than asked for', async (t) => {
  const folder = temporaryFolder(t);
  let recorder = await openTestRecorder(folder, { segmentBytes: 5000 });
  await fill(recorder);
  await recorder.close();
  const bytes = readFileSync(segmentPaths(folder)[0]!);
  bytes[500]! ^= 1;
  writeFileSync(segmentPaths(folder)[0]!, bytes);
  await assert.rejects(openTestRecorder(folder), { code: 'records-damaged' });
  recorder = await openTestRecorder(folder, { verifyBytes: 1 });
  await recorder.append(draftOf(testUlid(60)));
  assert.equal((await recorder.listRecords({ limit: 1 }))[0]?.id, testUlid(60));
  await recorder.close();
});

test('a shim’s run keeps its session across a restart; another person’s with the same id does not join it', async (t) => {
  const folder = temporaryFolder(t);
  const key = { issuer: 'people', subject: 'ana', connection: 'insights', client: 'kernel-1', token: 'x' };
  let recorder = await openTestRecorder(folder);
  const session = recorder.sessionFor(key, Date.now());
  await recorder.append(draftOf(testUlid(1), { session, client: 'kernel-1' }));
  await recorder.close();
  recorder = await openTestRecorder(folder);
  assert.equal(recorder.sessionFor(key, Date.now()), session);
  assert.notEqual(recorder.sessionFor({ ...key, subject: 'omar' }, Date.now()), session);
  await recorder.forgetSession(session);
  assert.notEqual(recorder.sessionFor(key, Date.now()), session);
  await recorder.close();
});

test('a folder that cannot be made is told with its reason, not with a stack', async (t) => {
  const file = join(temporaryFolder(t), 'file');
  writeFileSync(file, '');
  await assert.rejects(openTestRecorder(join(file, 'records')), {
    code: 'recording-impossible',
    message: /VectorGate cannot start: the records in .*the folder is gone/,
  });
});

test('another master key is refused', async (t) => {
  const folder = temporaryFolder(t);
  await (await openTestRecorder(folder)).close();
  await assert.rejects(openTestRecorder(folder, { masterKey: Buffer.alloc(32, 9) }), {
    code: 'master-key-mismatch',
  });
  await (await openTestRecorder(folder)).close();
});

test('no value of a part, a token or a key stands in the folder in clear', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder);
  const session = recorder.sessionFor(
    { issuer: 'people', subject: 'ana', connection: 'insights', client: undefined, token: 'the-token' },
    Date.now(),
  );
  await recorder.append(
    draftOf(testUlid(1), { session, parts: { response: Buffer.from('a-value-of-somebody') } }),
  );
  await recorder.listRecords();
  await recorder.close();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const secret of ['the-token', 'a-value-of-somebody'])
      assert.equal(bytes.indexOf(secret), -1, entry.name);
    assert.equal(bytes.indexOf(testMasterKey), -1, entry.name);
  }
});

test('a key that is gone and was not forgotten is told, and no other is made in its place', async (t) => {
  const folder = temporaryFolder(t);
  const key = { issuer: 'people', subject: 'ana', connection: 'insights', client: 'kernel-1', token: 't' };
  let recorder = await openTestRecorder(folder);
  const session = recorder.sessionFor(key, Date.parse('2026-03-01T09:12:00Z'));
  await recorder.append(draftOf(testUlid(1), { session, client: 'kernel-1' }));
  await recorder.close();
  const file = join(recordFolders(folder).keys, session.slice(0, 5), session);
  rmSync(file);
  recorder = await openTestRecorder(folder);
  await assert.rejects(recorder.getRecord(testUlid(1)), {
    code: 'session-key-missing',
    message: /Restore the keys folder/,
  });
  // The same kernel goes on, in another session; what was is not covered up.
  const next = recorder.sessionFor(key, Date.parse('2026-03-01T09:13:00Z'));
  assert.notEqual(next, session);
  await recorder.append(draftOf(testUlid(2), { session: next, client: 'kernel-1' }));
  const [header] = await recorder.listRecords({ session });
  const rita = { who: header!.who, client: header!.client };
  const note = noteDraft([header!], rita, {
    text: 'x',
    aboutSession: true,
    rules: [],
    revision: { digest: 'd' },
    now: Date.now(),
  });
  await assert.rejects(recorder.append(note), { code: 'session-key-missing' });
  assert.equal(existsSync(file), false);
  assert.equal((await recorder.getRecord(testUlid(2)))?.forgotten, false);
  await recorder.close();
  const { problems } = await verifyRecords(folder);
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['session-key-missing'],
  );
});
