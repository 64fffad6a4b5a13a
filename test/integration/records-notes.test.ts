import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { permitEverything, policyOf, reviewersLook } from '../harness/policies.ts';
import { runVectorgate } from '../harness/run-vectorgate.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/* Reviewers write beside what others did; it stays, it is theirs to read, and it goes with what it is about. */

let world: World;
let folder: string;
let rita: CommandLinePerson;
let token: { readonly ana: string; readonly rita: string };
let session: string;
let decision: string;

interface Noted {
  readonly notes: readonly { id: string; who: { subject: string }; record?: string; text: string | null }[];
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-notes-'));
  world = await startWorld({
    policies: { all: policyOf(permitEverything('all', 'issuers: [people, ci]'), reviewersLook()) },
    root: 'custodians: { groups: [reviewers] }',
  });
  const id = await makeCollection(world.chroma.url, 'cases', { ids: ['a'], embeddings: [[1, 0]] });
  token = {
    ana: (await world.signIn('ana')).accessToken,
    rita: (await world.signIn('rita')).accessToken,
  };
  for (let times = 0; times < 2; times += 1) {
    const response = await world.call(token.ana, 'POST', `${collections}/${id}/get`, { ids: ['a'] });
    assert.equal(response.status, 200, await response.text());
    decision = response.headers.get('vectorgate-decision') ?? '';
  }
  session = (await read<{ header: { session: string } }>('rita', `/records/${decision}`)).header.session;
  rita = await commandLinePerson(world.controlUrl, 'rita', folder);
});
after(async () => {
  await rita?.signOut();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

async function read<Answer>(who: 'ana' | 'rita', path: string): Promise<Answer> {
  return (await (await world.api(token[who], `/api/v1${path}`)).json()) as Answer;
}

const write = (who: 'ana' | 'rita', body: object, of = session): Promise<Response> =>
  fetch(`${world.controlUrl}/api/v1/sessions/${of}/notes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token[who]}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test('a reviewer writes beside a session and a record, and reads who wrote what', async () => {
  const first = await rita.run('sessions', 'note', session, 'looks like an export', '--json');
  assert.equal(first.code, 0, first.err);
  assert.equal((await write('rita', { text: 'asked\u001b[31m the owner', record: decision })).status, 200);
  const { notes } = await read<Noted>('rita', `/sessions/${session}/notes`);
  assert.deepEqual(
    notes.map(({ who, record, text }) => [who.subject, record, text]),
    [
      ['rita', decision, 'asked\u001b[31m the owner'],
      ['rita', undefined, 'looks like an export'],
    ],
  );
  assert.equal(notes[1]?.id, JSON.parse(first.out).noted);
  const printed = (await rita.run('sessions', 'note', session)).out;
  assert.match(
    printed,
    new RegExp(
      `^Rita .* · record ${decision}\\n {2}asked\\\\u\\{1b\\}\\[31m the owner\\nRita .*\\n {2}looks`,
    ),
  );
});

test('who was written about sees nothing of it, and the session is what it was', async () => {
  for (const [path, status] of [
    [`/sessions/${session}/notes`, 403],
    [`/records/${(await read<Noted>('rita', `/sessions/${session}/notes`)).notes[0]!.id}`, 404],
  ] as const)
    assert.equal((await world.api(token.ana, `/api/v1${path}`)).status, status, path);
  assert.equal((await write('ana', { text: 'mine' })).status, 403);
  type Session = { session: { records: number; who: { subject: string } }; records: { note?: object }[] };
  for (const who of ['ana', 'rita'] as const) {
    const shown = await read<Session>(who, `/sessions/${session}`);
    assert.deepEqual([shown.session.records, shown.session.who.subject], [2, 'ana'], who);
    assert.equal(shown.records.length, 2, who);
  }
  const mine = await read<{ records: object[] }>('ana', `/records?query=session:${session}`);
  assert.equal(mine.records.length, 2);
  assert.doesNotMatch(JSON.stringify(await read('ana', '/records/facets')), /session_note/);
  const found = await read<{ records: object[] }>('rita', '/records?query=operation:session_note&all=1');
  assert.equal(found.records.length, 2, 'they are records of the reviewer, and found as such');
});

test('a note is written beside what is there, and nothing else', async () => {
  const { notes } = await read<Noted>('rita', `/sessions/${session}/notes`);
  for (const [body, of, status] of [
    [{ text: '' }, session, 400],
    [{ text: 'x'.repeat(4001) }, session, 400],
    [{ text: 'x', more: 1 }, session, 400],
    [{ text: 'x' }, '01JD8Z6Q4MX3V7H2K9RBT5WYCZ', 404],
    [{ text: 'x', record: '01JD8Z6Q4MX3V7H2K9RBT5WYCZ' }, session, 404],
    // A note beside a note would be no step of the session.
    [{ text: 'x', record: notes[0]!.id }, session, 404],
  ] as const)
    assert.equal((await write('rita', body, of)).status, status, JSON.stringify(body).slice(0, 80));
});

test('a policy test made of a step passes by the policies that decided it, and is not written over', async () => {
  const output = join(folder, 'made.policy-test.yaml');
  const made = await rita.run('sessions', 'test', session, '--step', '2', '--output', output);
  assert.equal(made.code, 0, made.err);
  assert.match(made.err, /Try it: vectorgate policy test/);
  const ran = await runVectorgate(['policy', 'test', output, '--policies', join(world.folder, 'policies')]);
  assert.equal(ran.code, 0, ran.out + ran.err);
  assert.match(ran.out, /1 passed|✓/);
  assert.equal((await rita.run('sessions', 'test', decision)).out, await readFile(output, 'utf8'));
  for (const [args, code, told] of [
    [[decision, '--output', output], 2, /is there already/],
    [[decision, '--output', join(folder, 'made.yaml')], 2, /end in \.policy-test\.yaml/],
    [[session], 2, /one step of a session/],
    [[session, '--step', '9'], 4, /no step 9/],
    [['01JD8Z6Q4MX3V7H2K9RBT5WYCZ'], 4, /no such/],
  ] as const) {
    const refused = await rita.run('sessions', 'test', ...args);
    assert.deepEqual([refused.code, told.test(refused.err)], [code, true], refused.err);
  }
});

test('what today’s policies would decide is told to whoever may see the record, and recorded as a look', async () => {
  type Today = {
    decided: { before: object; now: { effect: string; rules: { rule: string }[] }; changes: object[] };
  };
  const [mine, hers] = [
    await read<Today>('ana', `/records/${decision}/today`),
    await read<Today>('rita', `/records/${decision}/today`),
  ];
  for (const { decided } of [mine, hers]) {
    assert.deepEqual([decided.now.effect, decided.changes], ['allow', []]);
    assert.deepEqual(decided.before, decided.now);
  }
  const looks = await read<{ records: { reviewed?: { record?: string } }[] }>(
    'rita',
    '/records?query=class:review&all=1&limit=5',
  );
  assert.ok(looks.records.some(({ reviewed }) => reviewed?.record === decision));
});

test('invariant 11: notes are records like all others, over restarts, and go when the session is forgotten', async () => {
  await world.restart();
  token = { ana: token.ana, rita: (await world.signIn('rita')).accessToken };
  assert.equal((await read<Noted>('rita', `/sessions/${session}/notes`)).notes.length, 2);
  const data = join(world.folder, 'data');
  const verified = await runVectorgate(['sessions', 'verify', data]);
  assert.equal(verified.code, 0, verified.out);
  const forgotten = await fetch(`${world.controlUrl}/api/v1/sessions/${session}/forget`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.rita}`, 'content-type': 'application/json' },
    body: '{"reason":"the person asked for it"}',
  });
  assert.equal(forgotten.status, 200);
  const { notes } = await read<Noted>('rita', `/sessions/${session}/notes`);
  assert.deepEqual(
    notes.map(({ text }) => text),
    [null, null],
  );
  const late = await write('rita', { text: 'too late' });
  assert.deepEqual(
    [late.status, ((await late.json()) as { error: { code: string } }).error.code],
    [409, 'session-forgotten'],
  );
  assert.equal((await runVectorgate(['sessions', 'verify', data])).code, 0);
});
