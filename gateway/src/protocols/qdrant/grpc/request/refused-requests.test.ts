import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromJson, toBinary } from '@bufbuild/protobuf';
import { type MessagePlan, planOf } from '@vectorgate/store-messages/protobuf';
import { qdrantFormOf, qdrantMethods } from '@vectorgate/store-messages/qdrant';
import { judged, methodOf } from '../testing/judging.ts';
import { readRequestTwin } from './read-request-twin.ts';

/** The body of a request's twin; the message is given in protobuf's own JSON. */
function bodyOf(name: string, json: object, service = 'qdrant.Points'): string {
  const method = methodOf(service, name);
  const schema = method.message;
  const message = toBinary(schema, fromJson(schema, { collectionName: 'c', ...json } as never));
  return Buffer.from(readRequestTwin(method, message).request.body).toString();
}

const id = { num: '1' };
const stored = (vector: object): object => ({ points: [{ id, vectors: { vector } }] });

const refused: readonly (readonly [what: string, method: string, message: object, code: string])[] = [
  ['a point id of nothing', 'Get', { ids: [{}] }, 'malformed-field'],
  ['a condition of nothing', 'Count', { filter: { must: [{}] } }, 'malformed-field'],
  [
    'a match of nothing',
    'Count',
    { filter: { must: [{ field: { key: 'a', match: {} } }] } },
    'malformed-field',
  ],
  [
    'two ranges of one field',
    'Count',
    {
      filter: {
        must: [{ field: { key: 'a', range: { lt: 1 }, datetimeRange: { lt: '2024-01-01T00:00:00Z' } } }],
      },
    },
    'duplicate-field',
  ],
  [
    'a bound that is no number',
    'Count',
    { filter: { must: [{ field: { key: 'a', range: { lt: 'NaN' } } }] } },
    'malformed-field',
  ],
  ['an infinite threshold', 'Query', { scoreThreshold: 'Infinity' }, 'malformed-field'],
  ['a query of nothing', 'Query', { query: {} }, 'malformed-field'],
  ['a vector of nothing', 'Query', { query: { nearest: {} } }, 'malformed-field'],
  ['an expression of nothing', 'Query', { query: { formula: { expression: {} } } }, 'malformed-field'],
  ['a selector of nothing', 'Query', { withPayload: {} }, 'malformed-field'],
  ['statistics of another filter', 'Query', { params: { idf: { corpus: {} } } }, 'unknown-field'],
  ['statistics of another filter below', 'Query', { prefetch: [{ params: { idf: {} } }] }, 'unknown-field'],
  ['a consistency of nothing', 'Query', { readConsistency: {} }, 'malformed-field'],
  [
    'a value that is no number',
    'Upsert',
    { points: [{ id, payload: { a: { doubleValue: 'NaN' } } }] },
    'malformed-field',
  ],
  ['vectors of nothing', 'Upsert', { points: [{ id, vectors: {} }] }, 'malformed-field'],
  ['a vector in both forms', 'Upsert', stored({ data: [1], dense: { data: [1] } }), 'duplicate-field'],
  [
    'a vector that is sparse and several',
    'Upsert',
    stored({ data: [1], indices: { data: [1] }, vectorsCount: 1 }),
    'duplicate-field',
  ],
  ['several vectors that are none', 'Upsert', stored({ data: [1], vectorsCount: 0 }), 'malformed-field'],
  [
    'several vectors of different length',
    'Upsert',
    stored({ data: [1, 2, 3], vectorsCount: 2 }),
    'malformed-field',
  ],
  [
    'a vector’s name that reads as a word',
    'Upsert',
    { points: [{ id, vectors: { vectors: { vectors: { indices: { dense: { data: [1] } } } } } }] },
    'reserved-key',
  ],
  ['a selection of nothing', 'Delete', { points: {} }, 'malformed-field'],
  ['a change of nothing', 'UpdateBatch', { operations: [{}] }, 'malformed-field'],
  ['no collection', 'Query', { collectionName: '' }, 'path-name'],
  ['a collection with a slash', 'Query', { collectionName: 'a/b' }, 'path-name'],
  ['a collection that is a step up', 'Query', { collectionName: '..' }, 'path-name'],
  ['a collection with a percent sign', 'Query', { collectionName: 'a%2fb' }, 'path-name'],
  ['a collection with a line’s end', 'Query', { collectionName: 'a\n' }, 'path-name'],
  ['a field without a name', 'DeleteFieldIndex', {}, 'path-name'],
  [
    'a batch over two collections',
    'SearchBatch',
    { searchPoints: [{ collectionName: 'd', vector: [1], limit: '1' }] },
    'batch-collection',
  ],
  [
    'a batch over two collections',
    'QueryBatch',
    { queryPoints: [{ collectionName: 'd' }] },
    'batch-collection',
  ],
  [
    'a batch over two collections',
    'RecommendBatch',
    { recommendPoints: [{ collectionName: 'd' }] },
    'batch-collection',
  ],
  [
    'a batch over two collections',
    'DiscoverBatch',
    { discoverPoints: [{ collectionName: 'd' }] },
    'batch-collection',
  ],
  [
    'an item with a timeout of its own',
    'QueryBatch',
    { timeout: '2', queryPoints: [{ timeout: '3' }] },
    'batch-parameter',
  ],
  [
    'an item with a consistency of its own',
    'QueryBatch',
    { queryPoints: [{ readConsistency: { factor: '3' } }] },
    'batch-parameter',
  ],
];

test('what REST has no words for is refused', () => {
  for (const [what, method, message, code] of refused)
    assert.throws(() => bodyOf(method, message), { kind: 'unreadable', code }, what);
});

test('a message that is not read the same everywhere is refused as unreadable', () => {
  const method = methodOf('qdrant.Points', 'Query');
  for (const hex of ['0a0163 0a0163', '0a0163 f80701', '0a01ff', '0a0563'])
    assert.throws(() => readRequestTwin(method, Buffer.from(hex.replaceAll(' ', ''), 'hex')), {
      kind: 'unreadable',
      code: /^wire-/,
    });
});

test('older forms of vectors read as REST writes them', () => {
  for (const [vector, json] of [
    [{ data: [1, 2] }, '[0]'],
    [{ data: [1, 2], indices: { data: [5, 6] } }, '{"indices":[0],"values":[1]}'],
    [{ data: [1, 2, 3, 4], vectorsCount: 2 }, '[[0],[1]]'],
    [{}, '[]'],
    [{ dense: {} }, '[]'],
    [{ multiDense: { vectors: [{ data: [1] }] } }, '[[0]]'],
  ] as const)
    assert.equal(bodyOf('Upsert', stored(vector)), `{"points":[{"id":1,"vector":${json}}]}`);
});

test('numbers keep their kind', () => {
  const payload = {
    a: { doubleValue: 1 },
    b: { integerValue: '1' },
    c: { doubleValue: 1e25 },
    d: { doubleValue: -0 },
    e: { integerValue: '-9223372036854775808' },
    f: { doubleValue: 5e-324 },
  };
  assert.match(
    bodyOf('SetPayload', { payload, pointsSelector: { points: { ids: [id] } } }),
    /"payload":\{"a":1\.0,"b":1,"c":1e\+25,"d":-?0\.0,"e":-9223372036854775808,"f":5e-324\},"points":\[1\]/,
  );
});

/** Types of all messages that a request can hold. */
function typesBelow(plan: MessagePlan, found = new Map<string, MessagePlan>()): Map<string, MessagePlan> {
  if (found.has(plan.name)) return found;
  found.set(plan.name, plan);
  for (const field of plan.fields) if (field.type === 'message') typesBelow(field.message(), found);
  return found;
}

test('what stands in an address stands in no message that is only a part of a request', () => {
  const whole = new Set(qdrantMethods.map(({ message }) => planOf(message).name));
  const reads = new Set(['qdrant.CreateAlias', 'qdrant.LookupLocation']);
  for (const { message } of qdrantMethods) {
    for (const plan of typesBelow(planOf(message)).values()) {
      assert.doesNotThrow(() => qdrantFormOf(plan), plan.name);
      const inAddress = ['collection_name', 'wait', 'ordering', 'read_consistency', 'timeout'].some((name) =>
        plan.byName.has(name),
      );
      assert.ok(!inAddress || whole.has(plan.name) || reads.has(plan.name), plan.name);
    }
  }
});

test('health is asked without a body', async () => {
  const method = methodOf('grpc.health.v1.Health', 'Check');
  const { request } = readRequestTwin(method, Buffer.from('0a0671647261 6e74'.replaceAll(' ', ''), 'hex'));
  assert.deepEqual([request.method, request.path, request.body.length], ['GET', ['healthz'], 0]);
  const [operation] = (await judged(request)).operations;
  assert.equal(operation?.implied, 'handshake');
});
