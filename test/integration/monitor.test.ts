import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf, type RuleLine } from '../harness/policies.ts';
import { type RecordingStore, startRecordingStore } from '../harness/recording-store.ts';
import { collections, makeCollection, storedIds } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Rules that would refuse, filter, lower, mask and slow down nearly everything of these calls. */
const rules: readonly RuleLine[] = [
  [
    'reads',
    'effect: allow, principals: { services: ["ci:watched"] }, resources: { connections: [insights], collections: [notes] }, operations: [search, fetch, scan], limits: { topK: 2 }',
  ],
  [
    'own-tenant',
    'effect: guard, resources: { collections: [notes] }, require: { filter: { tenant: acme } }, limits: { rate: 1/day }',
  ],
  [
    'masked',
    'effect: guard, resources: { collections: [notes] }, mask: [{ fields: [email], method: redact }, { fields: [$document], detectors: [email], method: redact }, { fields: [$vector], method: drop }]',
  ],
  ['closed', 'effect: deny, operations: [schema, delete-bulk]'],
];

let world: World;
let store: RecordingStore;
let id: string;
let token: string;

before(async () => {
  world = await startWorld({
    policies: { main: policyOf(...rules) },
    mode: 'monitor',
    storeAddress: async (chroma) => {
      store = await startRecordingStore(chroma.url);
      return store.url;
    },
  });
  id = await makeCollection(world.chroma.url, 'notes', {
    ids: ['1', '2'],
    embeddings: [
      [1, 0],
      [0, 1],
    ],
    documents: ['write to ana@acme.example', 'nothing'],
    metadatas: [
      { tenant: 'acme', email: 'ana@acme.example' },
      { tenant: 'globex', email: 'gus@globex.example' },
    ],
  });
  token = await world.workload('watched');
});
after(async () => {
  await world?.close();
  await store?.close();
});

interface Header {
  readonly outcome: string;
  readonly masked: readonly unknown[];
  readonly decision: { readonly effect: string; readonly code?: string; readonly mode: string };
}

const recordOf = async (response: Response): Promise<{ header: Header; decision: string }> => {
  const found = await world.api(
    token,
    `/api/v1/records/${response.headers.get('vectorgate-decision') ?? ''}`,
  );
  assert.equal(found.status, 200);
  const { header, decision } = (await found.json()) as { header: Header; decision: unknown };
  return { header, decision: JSON.stringify(decision) };
};

/** What the caller sends, what would have become of it, and words of the decision that tell it. */
const watched: readonly (readonly [
  route: string,
  body: string,
  effect: string,
  code: string | undefined,
  told: RegExp,
])[] = [
  [
    'query',
    '{ "query_embeddings" : [[1.0, 0]],"n_results":50 ,"include":["metadatas","documents","embeddings","distances"]}',
    'deny',
    'limit-exceeded',
    /limit/,
  ],
  [
    'get',
    '{"limit":2,\n"include":["metadatas","documents","embeddings"]}',
    'allow',
    undefined,
    /"filter":\{.*tenant.*"masks":\[\{.*email.*"rates":\[\{.*"count":1/,
  ],
  ['get', '{"limit":1,"where":{"email":"ana@acme.example"}}', 'deny', 'masked-field-referenced', /email/],
  [
    'upsert',
    '{"ids":["3"],"embeddings":[[1,1]],"metadatas":[{"tenant":"globex"}]}',
    'deny',
    'no-permit',
    /./,
  ],
  ['get', '{"limit":1, "include":[]}', 'deny', 'rate-exceeded', /limit of 1 per day \(rule own-tenant\)/],
  [
    'update',
    '{"ids":["3"],"documents":["«redacted» by hand"]}',
    'deny',
    'redaction-marks',
    /its text carries/,
  ],
  ['delete', '{"where":{"tenant":"globex"}}', 'deny', 'denied', /closed/],
];

test('invariant 8: on a watched connection no byte differs in either direction, and the record says what would have been', async () => {
  for (const [route, body, effect, code, told] of watched) {
    const path = `${collections}/${id}/${route}`;
    store.passed.length = 0;
    const response = await world.call(token, 'POST', path, body);
    const received = Buffer.from(await response.arrayBuffer());
    const passed = store.passed.filter((p) => p.url === path);
    assert.equal(passed.length, 1, `${route} reached the store once: ${received}`);
    assert.deepEqual(passed[0]?.requestBody, Buffer.from(body), `${route}: request`);
    assert.equal(response.status, passed[0]?.status, route);
    assert.deepEqual(received, passed[0]?.responseBody, `${route}: response`);
    assert.equal(response.headers.get('vectorgate-notice'), null, `${route}: nothing was changed`);
    const { header, decision } = await recordOf(response);
    assert.deepEqual(
      [header.decision.mode, header.decision.effect, header.decision.code, header.outcome],
      ['monitor', effect, code, 'delivered'],
      route,
    );
    assert.deepEqual(header.masked, []);
    assert.match(decision, told, route);
  }
  assert.deepEqual(await storedIds(world.chroma.url, id), ['1'], 'the writes took place');
});

test('invariant 8: the listing of a watched connection is whole, and bytes of other routes pass too', async () => {
  for (const path of [collections, `${collections}/${id}/count`, `${collections}/notes`, '/api/v2/version']) {
    store.passed.length = 0;
    const response = await world.call(token, 'GET', path);
    assert.equal(response.status, 200, path);
    const passed = store.passed.find((p) => p.url === path);
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), passed?.responseBody, path);
  }
});

test('invariant 8: who cannot be identified and what cannot be read is refused on a watched connection too', async () => {
  const get = `${collections}/${id}/get`;
  const tried: readonly (readonly [string, number, () => Promise<Response>])[] = [
    ['nobody', 401, () => world.call(undefined, 'POST', get, { limit: 1 })],
    ['a token of nobody', 401, () => world.call('x.y.z', 'POST', get, { limit: 1 })],
    ['a key twice', 400, () => world.call(token, 'POST', get, '{"limit":1,"limit":2}')],
    ['an unknown key', 400, () => world.call(token, 'POST', get, '{"limit":1,"everything":true}')],
    ['an unknown route', 400, () => world.call(token, 'POST', `${collections}/${id}/export`, {})],
    [
      'an id under another tenant',
      404,
      () => world.call(token, 'POST', `${get.replace('default_tenant', 'other')}`, { limit: 1 }),
    ],
  ];
  for (const [name, status, attempt] of tried) {
    store.passed.length = 0;
    const response = await attempt();
    assert.equal(response.status, status, `${name}: ${await response.clone().text()}`);
    assert.match(((await response.json()) as { message: string }).message, /^VectorGate: .+\n.+/);
    assert.deepEqual(
      store.passed.filter((p) => p.method !== 'GET'),
      [],
      `${name}: nothing was forwarded`,
    );
  }
});
