import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { test } from 'node:test';
import { type DescMessage, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import { qdrantMethods } from '@vectorgate/store-messages/qdrant';
import { readBody } from '../../read-body.ts';
import { recordedBody } from '../../recorded-body.ts';
import { clientRequests } from '../testing/client-requests.ts';
import { inOrder, judged } from '../testing/judging.ts';
import { readRequestTwin } from './read-request-twin.ts';

const requests = await clientRequests();

test('a REST request and its gRPC twin give equal operations', async () => {
  assert.ok(requests.length > 230);
  for (const { call, rest, method, message } of requests) {
    const { request } = readRequestTwin(method, message);
    assert.deepEqual(
      inOrder((await judged(request)).operations),
      inOrder((await judged(rest)).operations),
      call,
    );
    assert.equal(request.method, rest.method, call);
    assert.deepEqual(request.path, rest.path, call);
  }
});

test('every method that is passed on is called by the client', () => {
  const called = new Set(requests.map(({ method }) => method));
  const others = qdrantMethods.filter((method) => !called.has(method));
  assert.deepEqual(
    others.map(({ service, method }) => `${service}/${method}`),
    ['grpc.health.v1.Health/Check'],
  );
});

test('a message that nothing is edited in goes on as the very bytes that came', async () => {
  for (const { call, method, message } of requests) {
    const twin = readRequestTwin(method, message);
    const { operations, forward } = await judged(twin.request);
    const { request } = await forward(operations.map(() => ({ masks: [], rates: [] })));
    const rewritten = twin.rewrite(request);
    assert.equal(rewritten.message, message, call);
    assert.equal(rewritten.method, method, call);
  }
});

test('messages that another library writes of the same read alike', () => {
  for (const { call, method, message } of requests) {
    const schema: DescMessage = method.message;
    const again = toBinary(schema, fromBinary(schema, message) as Message);
    const [first, second] = [readRequestTwin(method, message), readRequestTwin(method, again)];
    assert.deepEqual(
      JSON.parse(Buffer.from(second.request.body).toString() || '0'),
      JSON.parse(Buffer.from(first.request.body).toString() || '0'),
      call,
    );
  }
});

test('records hold vectors as dimension and digest, and everything else as REST’s do', () => {
  const digests = (json: Uint8Array): unknown =>
    JSON.parse(Buffer.from(json).toString(), (key, value) => {
      if (key !== 'sha256') return value;
      assert.match(value, /^[0-9a-f]{64}$/);
      return 'a digest';
    });
  for (const { call, rest, method, message } of requests) {
    if (!/^upsert (?!a batch)/.test(call)) continue;
    const { recorded } = readRequestTwin(method, message);
    const { points } = digests(recorded) as { points: { vector?: unknown }[] };
    const expected = digests(recordedBody(readBody(rest))) as { points: object[] };
    // A point without vectors says so in one way or the other.
    assert.deepEqual(
      points.map((point) => ({ vector: {}, ...point })),
      expected.points,
      call,
    );
  }
  const known = requests.find(({ call }) => call === 'query by many numbers')!;
  const floats = Buffer.from(Float32Array.from({ length: 24 }, (_, i) => i / 16).buffer);
  assert.match(
    Buffer.from(readRequestTwin(known.method, known.message).recorded).toString(),
    new RegExp(`"nearest":\\{"dimension":24,"sha256":"${hash('sha256', floats, 'hex')}"\\}`),
  );
});

test('placeholders stand for vectors, whose dimensions are told beside', async () => {
  const byCall = new Map(requests.map((request) => [request.call, request]));
  const body = (call: string): { text: string; dimensions: readonly number[] | undefined } => {
    const { method, message } = byCall.get(call)!;
    const { request } = readRequestTwin(method, message);
    return { text: Buffer.from(request.body).toString(), dimensions: request.dimensions };
  };
  const alone = body('query by many numbers');
  assert.match(alone.text, /^\{"query":\{"nearest":\[0\]\},"using":"dense"/);
  assert.deepEqual(alone.dimensions, [24]);
  const sparse = body('query by a sparse vector');
  assert.match(sparse.text, /"nearest":\{"indices":\[0\],"values":\[1\]\}/);
  assert.deepEqual(sparse.dimensions, [3, 3]);
  const several = body('query by several vectors');
  assert.match(several.text, /"nearest":\[\[0\],\[1\]\]/);
  const { method, message } = byCall.get('query by many numbers')!;
  const [operation] = (await judged(readRequestTwin(method, message).request)).operations;
  assert.equal(operation?.dimension, 24);
});
