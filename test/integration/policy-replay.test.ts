import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ReplayReport } from '@vectorgate/policy-schema/analyse';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { policyOf, type RuleLine, reviewersLook } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

let world: World;
let folder: string;
let ana: CommandLinePerson;
let rita: CommandLinePerson;

const read = (topK: number): RuleLine => [
  'people-read',
  `effect: allow, principals: { groups: [analysts, data-owners] }, resources: { connections: [insights] }, operations: [read], limits: { topK: ${topK} }`,
];
const masked: RuleLine = [
  'mail-is-masked',
  'effect: guard, principals: { groups: [analysts] }, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }]',
];
const file = (name: string): string => join(folder, name);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-replay-'));
  world = await startWorld({ policies: { main: policyOf(read(50), masked, reviewersLook()) } });
  const id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1'],
    embeddings: [[1, 0]],
    metadatas: [{ email: 'ana@acme.example' }],
  });
  for (const login of ['ana', 'omar']) {
    const { accessToken } = await world.signIn(login);
    for (const top of [10, 40, 1000]) {
      const body = { query_embeddings: [[1, 0]], n_results: top, where: { email: 'a value of the data' } };
      const asked = login === 'ana' ? { ...body, where: undefined } : body;
      await (await world.call(accessToken, 'POST', `${collections}/${id}/query`, asked)).arrayBuffer();
    }
  }
  await writeFile(file('base.policy.yaml'), policyOf(read(50), masked));
  await writeFile(file('narrow.policy.yaml'), policyOf(read(20), masked));
  await writeFile(file('open.policy.yaml'), policyOf(read(2000)));
  ana = await commandLinePerson(world.controlUrl, 'ana', folder);
  rita = await commandLinePerson(world.controlUrl, 'rita', folder);
});
after(async () => {
  await ana?.signOut();
  await rita?.signOut();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const replayed = async (
  person: CommandLinePerson,
  ...args: string[]
): Promise<[number | null, ReplayReport]> => {
  const { code, out, err } = await person.run('policy', 'replay', '--json', ...args);
  assert.notEqual(out, '', err);
  return [code, JSON.parse(out) as ReplayReport];
};
const told = ({ changes }: ReplayReport): unknown[] =>
  changes.map(({ kind, what, rule, requests, who }) => [
    kind,
    what,
    rule?.rule,
    requests,
    who.map(({ name }) => name).sort(),
  ]);

test('what was asked is decided again under a draft, against another and against what was decided then', async () => {
  const [code, narrow] = await replayed(
    rita,
    file('narrow.policy.yaml'),
    '--base',
    file('base.policy.yaml'),
    '--all',
    '--fail-on',
    'narrowed',
  );
  assert.deepEqual(told(narrow), [
    ['refused', 'limit-exceeded', 'people-read', 2, ['Ana Ruiz', 'Omar Haddad']],
  ]);
  assert.deepEqual([code, narrow.requests, narrow.unsure], [6, 6, {}]);
  assert.match(narrow.changes[0]!.examples[0]!.session, /^[0-9A-Z]{26}$/);
  const [fine, open] = await replayed(rita, file('open.policy.yaml'), '--all');
  assert.deepEqual(
    [fine, told(open)],
    [0, [['allowed', 'limit-exceeded', 'people-read', 2, ['Ana Ruiz', 'Omar Haddad']]]],
  );
  const [, masks] = await replayed(
    rita,
    file('open.policy.yaml'),
    '--all',
    '--base',
    file('base.policy.yaml'),
    '--fail-on',
    'narrowed',
  );
  assert.ok(
    masks.changes.some(
      ({ kind, who }) => kind === 'unmasked' && who.every(({ name }) => name === 'Ana Ruiz'),
    ),
  );
});

test('whoever is no reviewer replays their own', async () => {
  const [, own] = await replayed(ana, file('narrow.policy.yaml'));
  assert.deepEqual(
    [own.requests, told(own)],
    [3, [['refused', 'limit-exceeded', 'people-read', 1, ['Ana Ruiz']]]],
  );
  const { code } = await ana.run('policy', 'replay', file('narrow.policy.yaml'), '--all');
  assert.equal(code, 4);
});

test('what was read is kept without a value of the data, replayed without a gateway, and weighs a diff', async () => {
  const kept = file('kept.jsonl');
  const [, first] = await replayed(rita, file('narrow.policy.yaml'), '--all', '--save', kept);
  const text = await readFile(kept, 'utf8');
  assert.match(text, /"filtered":\["email"\]/);
  assert.ok(!text.includes('a value of the data'));
  assert.equal((await stat(kept)).mode & 0o777, 0o600);
  await rita.signOut();
  const [, again] = await replayed(rita, file('narrow.policy.yaml'), '--file', kept);
  assert.deepEqual([again.requests, told(again)], [first.requests, told(first)]);
  // What is read and what is written may be one file, which is whole again at the end.
  await replayed(rita, file('narrow.policy.yaml'), '--file', kept, '--save', kept);
  assert.equal(await readFile(kept, 'utf8'), text);
  const full = await rita.run(
    'policy',
    'replay',
    file('narrow.policy.yaml'),
    '--file',
    kept,
    '--save',
    folder,
  );
  assert.match(full.err, /cannot be written/);
  assert.deepEqual([full.code, await readFile(kept, 'utf8')], [2, text]);
  const diff = await rita.run(
    'policy',
    'diff',
    file('base.policy.yaml'),
    file('narrow.policy.yaml'),
    '--traffic',
    kept,
  );
  assert.match(diff.out, /narrowed +top-k 50 → 20[\s\S]*asked +6 requests of 2 people/);
  const absent = await rita.run(
    'policy',
    'replay',
    file('narrow.policy.yaml'),
    '--file',
    file('absent.jsonl'),
  );
  assert.deepEqual(
    [absent.code, absent.err.trim()],
    [2, `${file('absent.jsonl')} cannot be read. Name a file of recorded operations.`],
  );
});
