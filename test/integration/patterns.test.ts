import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { policyCheck } from '@vectorgate/policy-schema/cli';
import { policyOf } from '../harness/policies.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import type { SignedIn } from '../harness/sign-in.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';

interface Answer {
  readonly ids: readonly string[];
  readonly documents: readonly string[];
  readonly metadatas: readonly Record<string, unknown>[];
}

const main = policyOf(
  [
    'all-read',
    'effect: allow, principals: { issuers: [ci] }, resources: { connections: [insights] }, operations: [read]',
  ],
  [
    'writer-writes',
    'effect: allow, principals: { services: ["ci:writer"] }, resources: { connections: [insights] }, operations: [write]',
  ],
  [
    'own-patterns',
    'effect: guard, principals: { services: ["ci:reader"] }, mask: [{ fields: [$document, title], detectors: [employee-id, project, email], method: redact }, { fields: [staff, numbers], detectors: [six-digits], method: redact }, { fields: [note], detectors: [employee-id], method: tokenize }]',
  ],
  [
    'runs-away',
    'effect: guard, principals: { services: ["ci:hostile"] }, mask: [{ fields: [$document], detectors: [runs-away, square, word], method: redact }]',
  ],
);

/** Patterns stand in a file of their own: they are for all policies. */
const library = (employee = "'E-\\d{6}'"): string => `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: library }
spec:
  patterns:
    - { name: employee-id, pattern: ${employee} }
    - { name: six-digits, pattern: '\\b\\d{6}\\b' }
    - { name: project, pattern: 'projekt +[a-zäöü]+', ignoreCase: true }
    - { name: runs-away, pattern: '(x+x+)+y' }
    - { name: square, pattern: '[a-z]+[0-9]' }
    - { name: word, pattern: '\\bwo\\w+' }
  rules: []
`;

const documents = [
  'E-123456 wrote to ana@acme.example about Projekt ÄPFEL; "E-654321" 😀 漢字 E-111111\n\tE-22222.',
  'Nothing of note.',
  'x'.repeat(60_000),
  `E-123456 ${'long '.repeat(14_000)}`,
  'wo1 '.repeat(1_001),
];

let world: World;
let id: string;
let rita: SignedIn;

before(async () => {
  world = await startWorld({ policies: { main, library: library() } });
  id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1', '2', '3', '4', '5'],
    embeddings: documents.map((_, i) => [1, i]),
    documents,
    metadatas: [
      { title: 'of E-123456', staff: 123456, numbers: [1, 123456], note: 'of E-123456', plain: 'E-123456' },
      { title: 'plain', staff: 1234567, numbers: [1, 2.5], note: 'E-123456' },
      { title: 'x' },
      { title: 'x' },
      { title: 'x' },
    ],
  });
  rita = await world.signIn('rita');
});
after(() => world?.close());

const ask = async (subject: string, body: object): Promise<Response> =>
  world.call(await world.workload(subject), 'POST', `${collections}/${id}/get`, {
    include: ['documents', 'metadatas'],
    ...body,
  });

async function get(subject: string, ids: readonly string[]): Promise<{ answer: Answer; response: Response }> {
  const response = await ask(subject, { ids });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return { answer: JSON.parse(text) as Answer, response };
}

test('patterns of another file hide what they match, in documents, metadata and numbers, and nothing else', async () => {
  const { answer, response } = await get('reader', ['1', '2']);
  assert.deepEqual(answer.documents, [
    '«pattern:employee-id» wrote to «email» about «pattern:project»; "«pattern:employee-id»" 😀 漢字 «pattern:employee-id»\n\tE-22222.',
    documents[1],
  ]);
  const [first, second] = answer.metadatas;
  const whole = String(second?.note);
  assert.match(whole, /^«token:[0-9a-f]{32}»$/);
  assert.deepEqual(first, {
    title: 'of «pattern:employee-id»',
    staff: null,
    numbers: null,
    note: `of ${whole}`,
    plain: 'E-123456',
  });
  assert.deepEqual(second, { title: 'plain', staff: 1234567, numbers: [1, 2.5], note: whole });
  assert.match(
    decodeURIComponent(response.headers.get('vectorgate-notice') ?? ''),
    /note tokenized \(employee-id\), numbers emptied \(six-digits\), staff emptied \(six-digits\), title redacted \(employee-id\), document redacted \(email, employee-id, project\)/,
  );
  // Control: whom the guard does not bind sees all of it.
  assert.deepEqual((await get('writer', ['1'])).answer.documents, [documents[0]]);
});

test('invariant 3: patterns that run away on a hostile text come to an end; what is past a bound is hidden whole', async () => {
  const { answer } = await get('hostile', ['1', '3', '4', '5']);
  const of = (wanted: string): string | undefined => answer.documents[answer.ids.indexOf(wanted)];
  assert.equal(of('1'), documents[0]);
  assert.ok(of('3') === documents[2] || of('3') === '«redacted»', 'never the half of it');
  assert.equal(of('4'), '«redacted»', '70,000 characters');
  assert.equal(of('5'), '«redacted»', '1,001 findings');
});

test('the store’s error passes the patterns too', async () => {
  const where = { where_document: { $regex: '(E-123456 of quimby' } };
  assert.match(await (await ask('writer', where)).text(), /E-123456 of quimby/);
  const refused = await (await ask('reader', where)).text();
  assert.ok(!refused.includes('E-123456'), refused);
});

test('the mark of a pattern is not stored over the original', async () => {
  const path = `${collections}/${id}/update`;
  const writer = await world.workload('writer');
  const marked = await world.call(writer, 'POST', path, {
    ids: ['2'],
    documents: ['of «pattern:employee-id»'],
  });
  assert.equal(marked.status, 403);
  assert.match(await marked.text(), /redaction marks/);
  const good = await world.call(writer, 'POST', path, { ids: ['2'], documents: ['of «pattern»'] });
  assert.equal(good.status, 200, await good.text());
});

test('invariant 10: a pattern that cannot be run in linear time is not loaded, and all who ask are told where it stands', async () => {
  const bad = library("'E-(?=\\d)'");
  await world.writePolicy('library', bad);
  const status = async (): Promise<{ ok: boolean; errors?: readonly Record<string, unknown>[] }> =>
    (await (await world.api(rita.accessToken, '/api/v1/policy')).json()) as never;
  await until('the status says so', async () => !(await status()).ok, 5);
  const [error, ...more] = (await status()).errors ?? [];
  assert.deepEqual(more, []);
  assert.deepEqual(
    [error?.file, error?.line, error?.column, error?.code],
    ['library.policy.yaml', 6, 40, 'pattern-look-around'],
  );
  // The last good set stays in force.
  assert.match((await get('reader', ['1'])).answer.documents[0] ?? '', /^«pattern:employee-id»/);

  let told = '';
  const folder = join(world.folder, 'policies');
  const code = await policyCheck([folder], {
    out: (text) => {
      told += text;
    },
    err: (text) => {
      told += text;
    },
  });
  assert.equal(code, 1);
  assert.match(
    told,
    /library\.policy\.yaml:6:40 {2}pattern-look-around {2}A pattern cannot look ahead or behind: .*\n {4}Use \\b/,
  );

  await world.writePolicy('library', library("'about'"));
  await until(
    'the new pattern acts',
    async () =>
      /«pattern:employee-id» «pattern:project»/.test((await get('reader', ['1'])).answer.documents[0] ?? ''),
    5,
  );
});

test('invariant 5: records name the pattern, and hold nothing that it matched', async () => {
  const { response } = await get('reader', ['1']);
  await world.gateway?.close();
  const headers = await readAllHeaders(world.configurationFile);
  const own = headers.find(({ id: decision }) => decision === response.headers.get('vectorgate-decision'));
  assert.deepEqual(
    own?.masked.find(({ field }) => field === '$document'),
    { field: '$document', method: 'redact', found: ['email', 'employee-id', 'project'], count: 3 },
  );
  assert.ok(!JSON.stringify(headers).includes('E-123456'));
});
