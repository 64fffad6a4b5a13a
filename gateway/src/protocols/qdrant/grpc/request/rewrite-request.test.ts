import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create, type DescMessage, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import { PointsSelectorSchema, UpdateBatchPointsSchema } from '@qdrant/js-client-grpc';
import type { Obligations, Operation, RequiredFilter } from '@vectorgate/policy-schema';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { Refusal } from '../../../../pipeline/refusal.ts';
import { type ClientRequest, clientRequests } from '../testing/client-requests.ts';
import { inOrder, judged, methodOf } from '../testing/judging.ts';
import { readRequestTwin } from './read-request-twin.ts';

const requests = await clientRequests();
const requestOf = (call: string): ClientRequest => {
  const found = requests.find((request) => request.call === call);
  assert.ok(found !== undefined, call);
  return found;
};

const eq = (field: string, value: string | number | bigint | boolean): RequiredFilter => ({
  op: 'compare',
  field,
  test: 'eq',
  value,
});
/** Every form of condition that a required filter is written in. */
const filters: readonly RequiredFilter[] = [
  eq('tenant', 'ac"me\u2028é'),
  eq('a.b c', 2n ** 62n),
  {
    op: 'and',
    of: [
      eq('n', -3),
      { op: 'or', of: [eq('share', 0.25), eq('open', true)] },
      { op: 'compare', field: 't', test: 'in', value: ['a', 'b', 1, -(2n ** 63n), 0.5, false] },
      { op: 'compare', field: 't', test: 'in', value: ['only'] },
    ],
  },
];

type Owing = (operation: Operation) => Partial<Obligations>;

/** What a request is forwarded as; undefined where the judge refuses that. */
async function forwarded(
  request: HttpRequest,
  owing: Owing,
  aliases?: Readonly<Record<string, string>>,
): Promise<HttpRequest | undefined> {
  const { operations, forward } = await judged(request, aliases);
  try {
    return (await forward(operations.map((one) => ({ masks: [], rates: [], ...owing(one) })))).request;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Rewrites a request both ways; returns what its message says afterwards, and how many were rewritten. */
async function rewritten(
  { call, rest, method, message }: ClientRequest,
  owing: Owing,
  aliases?: Readonly<Record<string, string>>,
): Promise<{ operations: readonly Operation[]; message: Uint8Array } | undefined> {
  const twin = readRequestTwin(method, message);
  const [ours, theirs] = [
    await forwarded(twin.request, owing, aliases),
    await forwarded(rest, owing, aliases),
  ];
  assert.equal(ours === undefined, theirs === undefined, call);
  if (ours === undefined || theirs === undefined) return undefined;
  const made = twin.rewrite(ours);
  const said = readRequestTwin(made.method, made.message);
  const operations = inOrder((await judged(said.request)).operations);
  assert.deepEqual(operations, inOrder((await judged(theirs)).operations), call);
  assert.deepEqual(said.request.path, theirs.path, call);
  return { operations, message: made.message };
}

test('a required filter goes into the message wherever it goes into the REST request', async () => {
  for (const filter of filters) {
    let changed = 0;
    for (const request of requests) {
      const made = await rewritten(request, ({ implied }) => (implied === undefined ? { filter } : {}));
      if (made !== undefined && made.message !== request.message) changed++;
    }
    assert.ok(changed > 100, `${changed} requests were narrowed`);
  }
});

test('a delete in a batch is narrowed, in its newer form and in its older one', async () => {
  const points = create(PointsSelectorSchema, {
    pointsSelectorOneOf: {
      case: 'points',
      value: { ids: [{ pointIdOptions: { case: 'num', value: 2n } }] },
    },
  });
  const where = create(PointsSelectorSchema, { pointsSelectorOneOf: { case: 'filter', value: {} } });
  const message = toBinary(
    UpdateBatchPointsSchema,
    create(UpdateBatchPointsSchema, {
      collectionName: 'c',
      operations: [
        { operation: { case: 'deletePoints', value: { points } } },
        { operation: { case: 'deletePoints', value: { points: where } } },
        { operation: { case: 'deleteDeprecated', value: points } },
        { operation: { case: 'deleteDeprecated', value: where } },
      ],
    }),
  );
  const twin = readRequestTwin(methodOf('qdrant.Points', 'UpdateBatch'), message);
  const request = await forwarded(twin.request, () => ({ filter: eq('tenant', 'acme') }));
  const made = fromBinary(UpdateBatchPointsSchema, twin.rewrite(request!).message);
  assert.deepEqual(
    made.operations.map(({ operation }) => operation.case),
    ['deletePoints', 'deletePoints', 'deleteDeprecated', 'deleteDeprecated'],
  );
  for (const { operation } of made.operations) {
    const selector = operation.case === 'deletePoints' ? operation.value.points : operation.value;
    assert.match(json(selector), /"case":"filter".*"key":"tenant".*"acme"/);
  }
});

test('limits are lowered in the message', async () => {
  let lowered = 0;
  for (const request of requests) {
    const made = await rewritten(request, ({ topK }) =>
      topK === undefined ? {} : { topK: topK.value - 1, filter: filters[0]! },
    );
    if (made === undefined) continue;
    for (const { topK } of made.operations)
      if (topK !== undefined && made.message !== request.message) lowered++;
  }
  assert.ok(lowered > 50, `${lowered} limits were lowered`);
});

test('a collection’s own name takes an alias’s place, inside of queries and batches too', async () => {
  const aliases = { cases: 'cases-2', others: 'others-2', more: 'more-2' };
  for (const request of requests) {
    const made = await rewritten(request, () => ({}), aliases);
    if (made === undefined) continue;
    const names = made.operations.flatMap(({ targets }) =>
      targets.flatMap(({ collection }) => (collection.is === 'one' ? [collection.name] : [])),
    );
    const turning = request.method.method === 'UpdateAliases';
    for (const name of names) assert.ok(turning || name.endsWith('-2'), `${request.call} reads ${name}`);
    assert.ok(
      turning || !/collection_?name":"(cases|others|more)"/i.test(text(request, made.message)),
      request.call,
    );
  }
});

const json = (value: unknown): string =>
  JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? String(one) : one));
const text = ({ method }: ClientRequest, message: Uint8Array): string =>
  json(decoded(method.message, message));
const decoded = (schema: DescMessage, message: Uint8Array): Message => fromBinary(schema, message) as Message;

test('what no edit touches stays to the byte, at the start of its message', async () => {
  const { method, message } = requestOf('upsert many numbers');
  const twin = readRequestTwin(method, message);
  const request = await forwarded(twin.request, () => ({ filter: eq('text', 'x') }));
  // Points are outside: refused. The update filter of one whose payload lies within is added behind all else.
  assert.equal(request, undefined);
  const within = await forwarded(twin.request, () => ({ filter: eq('whole', 1) }));
  const made = twin.rewrite(within!);
  assert.ok(message.equals(made.message.subarray(0, message.length)));
  assert.ok(made.message.length > message.length);
});

test('fetching under a required filter becomes scrolling', async () => {
  const { method, message } = requestOf('retrieve more');
  const twin = readRequestTwin(method, message);
  const request = await forwarded(twin.request, () => ({ filter: eq('tenant', 'acme') }));
  const made = twin.rewrite(request!);
  assert.equal(made.method.method, 'Scroll');
  const said = readRequestTwin(made.method, made.message).request;
  assert.deepEqual(said.query.toSorted(), [
    ['consistency', 'all'],
    ['timeout', '3'],
  ]);
  assert.deepEqual(JSON.parse(Buffer.from(said.body).toString()), {
    filter: { must: [{ key: 'tenant', match: { value: 'acme' } }, { has_id: [1, 2] }] },
    limit: 2,
    with_payload: { exclude: ['a'] },
    with_vector: ['dense'],
    shard_key: 'k',
  });
});

/** Edits that no judge makes: each is one of the text, or of the request around it. */
const lost: readonly (readonly [
  what: string,
  call: string,
  edit: (request: HttpRequest) => Partial<HttpRequest>,
])[] = [
  ...(
    [
      ['a member that is gone', '"limit":7,', ''],
      ['a limit that is none', '"limit":7', '"limit":"7"'],
      ['a fraction for a limit', '"limit":7', '"limit":7.5'],
      ['another vector', '"nearest":[0]', '"nearest":[1]'],
      ['another selector', '"with_payload":true', '"with_payload":false'],
      ['a member that is not known', '"limit":7', '"limit":7,"more":1'],
      [
        'a condition that is not known',
        '"filter":',
        '"filter":{"must":[{"slice":{"total":1,"index":0}}]},"x":',
      ],
      ['a filter in another clause', '"limit":7', '"limit":7,"update_filter":{"must":[]}'],
    ] as const
  ).map(
    ([what, from, to]) =>
      [
        what,
        'query by numbers with everything',
        ({ body }: HttpRequest) => {
          const before = Buffer.from(body).toString();
          assert.ok(before.includes(from), from);
          return { body: Buffer.from(before.replace(from, to)) };
        },
      ] as const,
  ),
  ['another method', 'scroll', () => ({ method: 'PUT' })],
  ['another path', 'scroll', ({ path }) => ({ path: [...path.slice(0, -1), 'count'] })],
  ['a longer path', 'scroll', ({ path }) => ({ path: [...path, 'x'] })],
  ['other parameters', 'scroll', () => ({ query: [['timeout', '1']] })],
  ['no body', 'scroll', () => ({ body: new Uint8Array() })],
  ['a body', 'list collections', () => ({ body: Buffer.from('{}') })],
  ['another root', 'list collections', () => ({ path: ['aliases'] })],
];

test('invariant: an edit that has no counterpart in the message sends nothing', () => {
  for (const [what, call, edit] of lost) {
    const { method, message } = requestOf(call);
    const twin = readRequestTwin(method, message);
    assert.throws(
      () => twin.rewrite({ ...twin.request, ...edit(twin.request) }),
      { code: 'edit-lost' },
      what,
    );
  }
});
