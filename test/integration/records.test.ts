import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { type RecordingStore, startRecordingStore } from '../harness/recording-store.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Values of the data and of requests: none may stand in a header, nor readable on the disk. */
const secrets = {
  mail: 'quimby.marlowe@secret-data.example',
  phone: '+1 415 555 0173',
  text: 'zephyrine told us on the telephone',
  uri: 'file:///home/quimby/letter.txt',
  id: 'case-of-quimby',
  number: '73193751',
  asked: 'the-words-that-were-asked-for',
  pattern: 'quagmire-pattern',
  written: 'freshly-written-text',
};

let world: World;
let store: RecordingStore;
let token: string;
let id: string;
/** What the log held, in clear, whenever a change reached the store. */
const logAtStore: string[] = [];

const logText = async (): Promise<string> => {
  const folder = join(world.folder, 'data', 'records', 'segments');
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
  );
  return files.join('');
};

before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf(
        [
          'works',
          'effect: allow, principals: { services: ["ci:clerk"] }, resources: { connections: [insights], collections: [cases] }, operations: [read, write, delete-bulk, schema], limits: { topK: 20, page: 20 }',
        ],
        [
          'masked',
          'effect: guard, resources: { collections: [cases] }, mask: [{ fields: [phone], method: redact }, { fields: [note], detectors: [email], method: redact }]',
        ],
        ['slowly', 'effect: guard, operations: [aggregate], limits: { rate: 1/day }'],
      ),
    },
    storeAddress: async (chroma) => {
      store = await startRecordingStore(chroma.url, async (method) => {
        if (method !== 'GET') logAtStore.push(await logText());
      });
      return store.url;
    },
  });
  id = await makeCollection(world.chroma.url, 'cases', {
    ids: [secrets.id],
    embeddings: [[1, 0]],
    documents: [secrets.text],
    metadatas: [
      { email: secrets.mail, phone: secrets.phone, note: `mail ${secrets.mail}`, n: Number(secrets.number) },
    ],
    uris: [secrets.uri],
  });
  token = await world.workload('clerk');
});
after(async () => {
  await world?.close();
  await store?.close();
});

interface Header {
  readonly id: string;
  readonly kind: string;
  readonly session: string;
  readonly outcome?: string;
  readonly status?: number;
  readonly operations: readonly { readonly name: string; readonly classes: readonly string[] }[];
  readonly decision: { readonly effect: string; readonly code?: string };
}

const call = (route: string, body?: unknown): Promise<Response> =>
  world.call(token, body === undefined ? 'GET' : 'POST', `${collections}/${id}/${route}`, body);
const decisionOf = (response: Response): string => response.headers.get('vectorgate-decision') ?? '';
const recordOf = async (
  decision: string,
): Promise<{ header: Header; decision: { what?: string; next?: string } }> =>
  (await (await world.api(token, `/api/v1/records/${decision}`)).json()) as {
    header: Header;
    decision: { what?: string; next?: string };
  };

test('invariant 4: the intent of every change is in the log before the first byte of it is at the store', async () => {
  const changes: readonly (readonly [string, () => Promise<Response>])[] = [
    ['add', () => call('add', { ids: ['n'], embeddings: [[0, 1]], documents: [secrets.written] })],
    ['upsert', () => call('upsert', { ids: ['n'], embeddings: [[0, 1]] })],
    ['update', () => call('update', { ids: ['n'], documents: [secrets.written] })],
    ['delete by id', () => call('delete', { ids: ['n'] })],
    ['delete by filter', () => call('delete', { where: { n: 1 } })],
    ['modify', () => world.call(token, 'PUT', `${collections}/${id}`, { new_metadata: { k: 'v' } })],
  ];
  for (const [name, change] of changes) {
    logAtStore.length = 0;
    const response = await change();
    assert.ok(response.ok, `${name}: ${await response.clone().text()}`);
    const decision = decisionOf(response);
    assert.equal(logAtStore.length, 1, `${name} reached the store once`);
    const held = logAtStore[0] ?? '';
    assert.match(held, new RegExp(`"id":"${decision}","kind":"intent"`), name);
    assert.doesNotMatch(held, new RegExp(`"id":"${decision}","kind":"outcome"`), name);
    assert.match(await logText(), new RegExp(`"id":"${decision}","kind":"outcome"`), name);
    const { header } = await recordOf(decision);
    assert.deepEqual(
      [header.kind, header.outcome, header.status],
      ['outcome', 'delivered', response.status],
      name,
    );
  }
});

test('a read leaves no intent, and its outcome is in the log when it is delivered', async () => {
  const response = await call('get', { ids: [secrets.id] });
  const held = await logText();
  assert.match(held, new RegExp(`"id":"${decisionOf(response)}","kind":"outcome"`));
  assert.doesNotMatch(held, new RegExp(`"id":"${decisionOf(response)}","kind":"intent"`));
});

test('every refused request is recorded with its code and the words that the caller read', async () => {
  assert.equal((await call('count')).status, 200);
  const refused: readonly (readonly [string, () => Promise<Response>, string])[] = [
    [
      'above the limit',
      () => call('query', { query_embeddings: [[1, 0]], n_results: 1000 }),
      'limit-exceeded',
    ],
    [
      'a masked field',
      () => call('get', { limit: 1, where: { phone: secrets.phone } }),
      'masked-field-referenced',
    ],
    ['not permitted', () => world.call(token, 'POST', collections, { name: 'mine' }), 'no-permit'],
    ['too fast', () => call('count'), 'rate-exceeded'],
    ['not readable', () => call('get', '{"limit":1,"limit":2}'), 'json-duplicate-key'],
    ['an unknown route', () => call('export', {}), 'unknown-route'],
    [
      'an id of nothing',
      () => world.call(token, 'POST', `${collections}/${crypto.randomUUID()}/get`, { limit: 1 }),
      'collection-unknown',
    ],
    [
      'our own marks',
      () => call('upsert', { ids: ['m'], embeddings: [[1, 0]], documents: ['«redacted»'] }),
      'redaction-marks',
    ],
  ];
  for (const [name, attempt, code] of refused) {
    const response = await attempt();
    assert.ok(response.status >= 400, name);
    const { message } = (await response.json()) as { message: string };
    const decision = decisionOf(response);
    assert.ok(message.includes(decision), name);
    const record = await recordOf(decision);
    assert.deepEqual(
      [record.header.decision.effect, record.header.decision.code, record.header.outcome],
      ['deny', code, 'refused'],
      name,
    );
    assert.equal(
      message,
      `VectorGate: ${record.decision.what}\n${record.decision.next} Decision ${decision}.`,
    );
  }
  const listed = (await (await world.api(token, '/api/v1/records?effect=deny&limit=50')).json()) as {
    records: { reason?: { what: string } }[];
  };
  assert.equal(listed.records.length, refused.length);
  assert.ok(listed.records.every((record) => (record.reason?.what ?? '') !== ''));
});

test('no header carries a value, and nothing on the disk can be read without the key', async () => {
  const everything = ['documents', 'metadatas', 'uris'];
  const asked = [
    call('get', { ids: [secrets.id], include: everything }),
    call('get', { limit: 5, where: { email: secrets.mail } }),
    call('get', { limit: 5, where: { n: Number(secrets.number) } }),
    call('get', { limit: 5, where: { phone: secrets.phone } }),
    call('get', { limit: 5, where_document: { $contains: secrets.asked } }),
    call('get', { limit: 5, where_document: { $regex: `(${secrets.pattern}` } }),
    call('query', {
      query_embeddings: [[Number(secrets.number), 0]],
      n_results: 2,
      where: { email: { $in: [secrets.mail] } },
      include: everything,
    }),
    call('upsert', {
      ids: [secrets.asked],
      embeddings: [[1, 1]],
      documents: [secrets.written],
      metadatas: [{ email: secrets.mail }],
    }),
    call('upsert', { ids: [secrets.asked], embeddings: [[1, 1, 1]] }),
    call('delete', { ids: [secrets.asked] }),
    call('get', `{"${secrets.asked}":1}`),
    call(secrets.asked, {}),
    world.call(token, 'GET', `${collections}/${id}/count?read_level=${secrets.asked}`),
  ];
  const decisions = (await Promise.all(asked)).map(decisionOf);
  const headers = await Promise.all(decisions.map(async (decision) => (await recordOf(decision)).header));
  assert.equal(headers.length, asked.length);
  const session = await world.api(token, `/api/v1/sessions/${headers[0]?.session}`);
  const { records } = (await session.json()) as { records: Header[] };
  assert.ok(decisions.every((decision) => records.some((record) => record.id === decision)));
  const shown = JSON.stringify(records);
  for (const [what, secret] of Object.entries(secrets))
    assert.ok(!shown.includes(secret), `a header carries ${what}: ${secret}`);

  const data = join(world.folder, 'data');
  const names = (await readdir(data, { recursive: true, withFileTypes: true })).filter((e) => e.isFile());
  assert.ok(names.length > 3);
  for (const entry of names) {
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (const [what, secret] of Object.entries(secrets))
      assert.ok(!bytes.includes(secret), `${entry.name} holds ${what} in clear`);
    assert.ok(!bytes.includes(token), `${entry.name} holds the token`);
  }
});
