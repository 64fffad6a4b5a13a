import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

let world: World;
let id: string;

before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf(
        [
          'all-read',
          'effect: allow, principals: { issuers: [ci, people] }, resources: { connections: [insights], collections: [notes] }, operations: [read], limits: { topK: 10 }',
        ],
        ['four-a-day', 'effect: guard, limits: { rate: 4/day }'],
        ['one-search-a-day', 'effect: guard, operations: [search], limits: { rate: 1/day }'],
        [
          'unlimited',
          'effect: guard, principals: { subjects: ["ci:masked"] }, mask: [{ fields: [email], method: redact }]',
        ],
      ),
    },
  });
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
});
after(() => world?.close());

const get = (token: string, body: object = { limit: 1 }): Promise<Response> =>
  world.call(token, 'POST', `${collections}/${id}/get`, body);
const search = (token: string, n = 1): Promise<Response> =>
  world.call(token, 'POST', `${collections}/${id}/query`, { query_embeddings: [[1, 0]], n_results: n });
const statuses = async (...calls: readonly (() => Promise<Response>)[]): Promise<number[]> => {
  const seen: number[] = [];
  for (const call of calls) seen.push((await call()).status);
  return seen;
};

test('golden case 23: all rates of a request are charged or none', async () => {
  const token = await world.workload('searcher');
  const [s, g] = [() => search(token), () => get(token)];
  // The first search takes one of four and the one of one. Refused ones take nothing: three reads are left.
  assert.deepEqual(await statuses(s, s, s, s, s), [200, 403, 403, 403, 403]);
  assert.deepEqual(await statuses(g, g, g, g), [200, 200, 200, 403]);
});

test('invariant 6: a request above a rate is told so in the store’s shape, with the rule, the rate and what to do', async () => {
  const token = await world.workload('told');
  await search(token);
  const refused = await search(token);
  const { error, message } = (await refused.json()) as { error: string; message: string };
  assert.deepEqual([refused.status, error], [403, 'AuthError']);
  assert.match(
    message,
    /above your limit of 1 per day \(rule one-search-a-day\)\.\n.*Decision [0-9A-Z]{26}\./,
  );
});

test('what is refused for another reason, or implied by any permit, costs nothing', async () => {
  const token = await world.workload('masked');
  const refused = [
    () => search(token, 1000),
    () => get(token, { limit: 1, where: { email: 'x' } }),
    () => get(token, { limit: 1, unknown: true }),
    () => world.call(token, 'POST', `${collections}/${id}/upsert`, { ids: ['2'], embeddings: [[1, 0]] }),
  ];
  assert.deepEqual(await statuses(...refused, ...refused), [403, 403, 400, 403, 403, 403, 400, 403]);
  const implied = [
    () => world.call(token, 'GET', '/api/v2/heartbeat'),
    () => world.call(token, 'GET', collections),
    () => world.call(token, 'GET', `${collections}/notes`),
  ];
  assert.deepEqual(await statuses(...implied, ...implied), [200, 200, 200, 200, 200, 200]);
  const g = (): Promise<Response> => get(token);
  assert.deepEqual(await statuses(() => search(token), g, g, g, g), [200, 200, 200, 200, 403]);
});

test('each subject has its own bucket, and another token of it has the same', async () => {
  const [one, again] = [await world.workload('first'), await world.workload('first')];
  const other = await world.workload('second');
  assert.deepEqual(
    await statuses(
      () => search(one),
      () => search(again),
      () => search(other),
    ),
    [200, 403, 200],
  );
  // A person of the same name is somebody else.
  const service = await world.workload('ana');
  const ana = (await world.signIn('ana')).accessToken;
  assert.deepEqual(
    await statuses(
      () => search(service),
      () => search(ana),
    ),
    [200, 200],
  );
});

test('requests at the same time take no more than there is', async () => {
  const token = await world.workload('hurried');
  const seen = await Promise.all(Array.from({ length: 20 }, async () => (await get(token)).status));
  assert.deepEqual([seen.filter((s) => s === 200).length, seen.filter((s) => s === 403).length], [4, 16]);
});
