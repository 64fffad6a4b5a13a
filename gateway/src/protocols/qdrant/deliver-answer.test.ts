import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MaskObligation, Obligations } from '@vectorgate/policy-schema';
import type { HttpRequest } from '../../engines/http/http-message.ts';
import type { Delivered } from '../../pipeline/store-protocol.ts';
import { qdrantProtocol } from './qdrant-protocol.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});
const context = {
  connection: 'vectors',
  enforced: true,
  memory: new Map(),
  ask: async () => ({ status: 200, headers: {}, body: Buffer.from('{"result":{"aliases":[]}}') }),
};
const request = (method: string, path: string, body?: object): HttpRequest => ({
  method,
  path: path.split('/').filter((segment) => segment !== ''),
  query: [],
  headers: body === undefined ? {} : { 'content-type': 'application/json' },
  body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
});
const mask = (...paths: string[]): MaskObligation => ({
  fields: { paths },
  method: 'redact',
  filterable: false,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
});

/** What is delivered of an answer of the store's. */
async function delivered(
  asked: HttpRequest,
  masks: readonly MaskObligation[],
  answer: unknown,
  status = 200,
): Promise<Delivered<{ readonly status: number; readonly body: Uint8Array }>> {
  const judged = await protocol.judge(asked, context);
  const owed: Obligations = { masks, rates: [] };
  const { deliver } = await judged.forward(judged.operations.map(() => owed));
  const body = Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer));
  return deliver({ status, headers: { 'content-type': 'application/json' }, body });
}
const textOf = async (...args: Parameters<typeof delivered>): Promise<string> =>
  Buffer.from((await delivered(...args)).response.body).toString();

const scroll = request('POST', '/collections/c/points/scroll', {});
const point = { id: 1, payload: { email: 'a@b.example', n: 1 }, vector: [0.5], score: 2, version: 1 };

test('invariant 3: what cannot be parsed is not delivered where a mask binds', async () => {
  for (const answer of [
    '',
    'no JSON',
    '[]',
    '{"result":[]}',
    '{"result":{"points":{}}}',
    '{"result":{"points":[1]}}',
    '{"result":{"points":[{"id":1,"payload":"a@b.example"}]}}',
    '{"result":{"points":[]},"result":{"points":[]}}',
    `${JSON.stringify({ result: { points: [point] } })} `.slice(0, -2),
  ])
    await assert.rejects(delivered(scroll, [mask('email')], answer), { code: 'answer-unreadable' }, answer);
});

test('without a mask an answer passes to the byte, whatever it is', async () => {
  const answer = '{ "result": {"points":[{"id":18446744073709551615,"score":1.0}]} , "more": 1}';
  assert.equal(await textOf(scroll, [], answer), answer);
  for (const odd of ['no JSON', '{"status":"ok"}', '{"result":{"points":[1]}}', '[]'])
    assert.equal(await textOf(scroll, [], odd), odd);
});

test('a vector is recorded as dimension and digest whatever its name, a payload as it is', async () => {
  const numbers = Array.from({ length: 9 }, (_, i) => i + 0.5);
  const named = { id: 1, vector: { payload: numbers, dense: numbers }, payload: { vector: numbers } };
  const { body } = await delivered(scroll, [], { result: { points: [named, named] } });
  for (const { vector, payload } of JSON.parse(Buffer.from(body).toString()).result.points) {
    assert.equal(vector.payload.dimension, 9);
    assert.deepEqual(vector.dense, vector.payload);
    assert.deepEqual(payload, { vector: numbers });
  }
});

test('invariant 3: what is not known of an answer or a point is removed where a mask binds', async () => {
  const answer = {
    result: { points: [{ ...point, secret: 'a@b.example' }] },
    debug: 'a@b.example',
    status: 'ok',
    time: 0,
  };
  const text = await textOf(scroll, [mask('email')], answer);
  assert.ok(!text.includes('a@b.example'), text);
  assert.deepEqual(JSON.parse(text), {
    result: { points: [{ ...point, payload: { email: '«redacted»', n: 1 } }] },
    status: 'ok',
    time: 0,
  });
});

test('vectors, scores and ids under their reserved names; named vectors one by one', async () => {
  const answer = (vector: unknown): unknown => ({ result: { points: [{ ...point, vector }] } });
  const first = (text: string): Record<string, unknown> => JSON.parse(text).result.points[0];
  assert.equal(first(await textOf(scroll, [mask('$vector')], answer({ a: [1], b: [2] }))).vector, null);
  assert.deepEqual(first(await textOf(scroll, [mask('$vector.a')], answer({ a: [1], b: [2] }))).vector, {
    b: [2],
  });
  assert.equal(first(await textOf(scroll, [mask('$score')], answer(null))).score, 0);
  assert.equal(first(await textOf(scroll, [mask('$id')], answer(null))).id, null);
});

test('invariant 3: an error of the store tells nothing that a mask hides', async () => {
  const error = { status: { error: 'Wrong input: a@b.example is no number' }, time: 0 };
  for (const answer of [error, 'a@b.example', { error: 'a@b.example' }]) {
    const text = await textOf(scroll, [mask('email')], answer, 400);
    assert.ok(!text.includes('a@b.example'), text);
    assert.match(text, /^\{"status":\{"error":"The store refused/);
  }
  assert.deepEqual(JSON.parse(await textOf(scroll, [], error, 400)), error);
});

test('an answer whose form nobody knows is refused before it is asked for', async () => {
  const judged = await protocol.judge(request('GET', '/collections/c/snapshots'), context);
  await assert.rejects(judged.forward([{ masks: [mask('email')], rates: [] }]), {
    code: 'answer-cannot-be-masked',
  });
});

test('invariant 1: an alias goes on as the collection that was decided on, in the path and inside the body', async () => {
  const aliased = {
    ...context,
    memory: new Map(),
    ask: async () => ({
      status: 200,
      headers: {},
      body: Buffer.from('{"result":{"aliases":[{"alias_name":"a","collection_name":"real"}]}}'),
    }),
  };
  const bodies = [
    ['/collections/a/points/query', { query: 1, lookup_from: { collection: 'a' } }],
    ['/collections/a/points/query', { prefetch: { query: 1, lookup_from: { collection: 'a' } } }],
    ['/collections/a/points/query/groups', { query: [1], group_by: 'n', with_lookup: 'a' }],
    ['/collections/a/points/query/groups', { query: [1], group_by: 'n', with_lookup: { collection: 'a' } }],
    ['/collections/a/points/recommend', { positive: [1], limit: 1, lookup_from: { collection: 'a' } }],
  ] as const;
  for (const [path, body] of bodies) {
    const asked = request('POST', path, body);
    const judged = await protocol.judge(asked, aliased);
    assert.ok(
      judged.operations.every(({ targets }) => JSON.stringify(targets).includes('"real"')),
      path,
    );
    const nothing = judged.operations.map(() => ({ masks: [], rates: [] }));
    const { request: sent } = await judged.forward(nothing);
    assert.equal(sent.path[1], 'real');
    assert.ok(!/"a"/.test(Buffer.from(sent.body).toString()), Buffer.from(sent.body).toString());
    // A connection that is only watched forwards what came.
    const watched = await protocol.judge(asked, { ...aliased, enforced: false });
    const { request: same } = await watched.forward(nothing);
    assert.deepEqual([same.path, Buffer.from(same.body)], [asked.path, asked.body]);
  }
});

test('each item of a batch under the masks of its own', async () => {
  const judged = await protocol.judge(
    request('POST', '/collections/c/points/query/batch', { searches: [{ query: [1] }, { query: [1] }] }),
    context,
  );
  const { deliver } = await judged.forward([
    { masks: [mask('email')], rates: [] },
    { masks: [mask('n')], rates: [] },
  ]);
  const body = Buffer.from(JSON.stringify({ result: [{ points: [point] }, { points: [point] }] }));
  const { result } = JSON.parse(
    Buffer.from(deliver({ status: 200, headers: {}, body }).response.body).toString(),
  );
  assert.equal(result[0].points[0].payload.email, '«redacted»');
  assert.equal(result[1].points[0].payload.email, 'a@b.example');
  assert.equal(result[1].points[0].payload.n, null);
});
