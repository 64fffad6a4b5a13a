import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import * as qdrant from '@qdrant/js-client-grpc';
import { findQdrant, type RunningQdrant, startQdrant } from '@vectorgate/demo';
import type { MaskObligation, Obligations } from '@vectorgate/policy-schema';
import type { GrpcResponse } from '../../../gateway/src/engines/grpc/grpc-message.ts';
import type { HttpRequest, HttpResponse } from '../../../gateway/src/engines/http/http-message.ts';
import { Refusal } from '../../../gateway/src/pipeline/refusal.ts';
import type { AnswerForm } from '../../../gateway/src/protocols/qdrant/grpc/answer/answer-form.ts';
import { answerForms } from '../../../gateway/src/protocols/qdrant/grpc/answer/answer-forms.ts';
import { readAnswerTwin } from '../../../gateway/src/protocols/qdrant/grpc/answer/read-answer-twin.ts';
import {
  comparable,
  type Plain,
  plainJson,
} from '../../../gateway/src/protocols/qdrant/grpc/answer/testing/plain-answer.ts';
import { qdrantProtocol } from '../../../gateway/src/protocols/qdrant/qdrant-protocol.ts';
import { withoutQdrant } from '../../harness/qdrant-world.ts';
import { UnaryCalls } from '../../harness/unary-call.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});
const request = (method: string, path: string, body?: unknown): HttpRequest => ({
  method,
  path: path.split('/').filter((segment) => segment !== ''),
  query: [],
  headers: body === undefined ? {} : { 'content-type': 'application/json' },
  body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
});
const mask = (method: MaskObligation['method'], ...paths: string[]): MaskObligation => ({
  fields: { paths },
  method,
  filterable: true,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
});
const maskLists: readonly (readonly MaskObligation[])[] = [
  [mask('redact', 'city', 'tags', 'deep')],
  [mask('drop', 'city', 'deep.note', 'deep.list.n')],
  [mask('nullify', 'n', 'whole', 'flag')],
  [mask('hash', 'city', '$id')],
  [{ ...mask('partial', 'note', '$id'), keepLast: 4 }],
  [mask('tokenize', 'note', 'tags')],
  [mask('drop', '$vector')],
  [mask('drop', '$vector.words', '$vector.many', '$score')],
  [{ ...mask('redact'), fields: { all: true, except: ['city'] }, detectors: ['email', 'phone'] }],
  [{ ...mask('redact'), fields: { all: true, except: [] } }],
];

/** One question, asked in both ways. */
interface Pair {
  readonly name: string;
  readonly rest: HttpRequest;
  readonly path: string;
  readonly message: Uint8Array;
  readonly form: AnswerForm;
}
const pair = <Schema extends DescMessage>(
  path: string,
  form: AnswerForm,
  rest: HttpRequest,
  schema: Schema,
  init: MessageInitShape<Schema>,
): Pair => ({
  name: `${path} ${rest.method} /${rest.path.join('/')}`,
  rest,
  path,
  form,
  message: toBinary(schema, create(schema, init)),
});

const c = '/collections/c';
const collectionName = 'c';
const yes = { selectorOptions: { case: 'enable' as const, value: true } };
const all = { with_payload: true, with_vector: true };
const everything = { withPayload: yes, withVectors: yes };
const vector = Array.from({ length: 12 }, (_value, i) => i / 8 + 0.5);
const nearest = {
  variant: {
    case: 'nearest' as const,
    value: { variant: { case: 'dense' as const, value: { data: vector } } },
  },
};
const older = { collectionName, vector, vectorName: 'dense', limit: 4n, ...everything };
const olderRest = { vector: { name: 'dense', vector }, limit: 4, ...all };
const point = (num: bigint) => ({ pointIdOptions: { case: 'num' as const, value: num } });

const reading: readonly Pair[] = [
  pair(
    'qdrant.Points/Search',
    answerForms.search,
    request('POST', `${c}/points/search`, olderRest),
    qdrant.SearchPointsSchema,
    older,
  ),
  pair(
    'qdrant.Points/SearchBatch',
    answerForms.searchBatch,
    request('POST', `${c}/points/search/batch`, { searches: [olderRest, { ...olderRest, limit: 1 }] }),
    qdrant.SearchBatchPointsSchema,
    { collectionName, searchPoints: [older, { ...older, limit: 1n }] },
  ),
  pair(
    'qdrant.Points/SearchGroups',
    answerForms.groups,
    request('POST', `${c}/points/search/groups`, {
      ...olderRest,
      group_by: 'city',
      group_size: 2,
      with_lookup: { collection: 'cities', ...{ with_payload: true, with_vectors: true } },
    }),
    qdrant.SearchPointGroupsSchema,
    {
      collectionName,
      vector,
      vectorName: 'dense',
      limit: 4,
      ...everything,
      groupBy: 'city',
      groupSize: 2,
      withLookup: { collection: 'cities', ...everything },
    },
  ),
  pair(
    'qdrant.Points/Recommend',
    answerForms.search,
    request('POST', `${c}/points/recommend`, { positive: [1], using: 'dense', limit: 3, ...all }),
    qdrant.RecommendPointsSchema,
    { collectionName, positive: [point(1n)], using: 'dense', limit: 3n, ...everything },
  ),
  pair(
    'qdrant.Points/Discover',
    answerForms.search,
    request('POST', `${c}/points/discover`, { target: 1, using: 'dense', limit: 3, ...all }),
    qdrant.DiscoverPointsSchema,
    {
      collectionName,
      target: {
        target: {
          case: 'single',
          value: { example: { case: 'id', value: point(1n) } },
        },
      },
      using: 'dense',
      limit: 3n,
      ...everything,
    },
  ),
  pair(
    'qdrant.Points/Query',
    answerForms.query,
    request('POST', `${c}/points/query`, { query: vector, using: 'dense', limit: 6, ...all }),
    qdrant.QueryPointsSchema,
    { collectionName, query: nearest, using: 'dense', limit: 6n, ...everything },
  ),
  pair(
    'qdrant.Points/Query',
    answerForms.query,
    request('POST', '/collections/plain/points/query', {
      query: [1, 2, 3, 4],
      limit: 2,
      with_vector: true,
      with_payload: false,
    }),
    qdrant.QueryPointsSchema,
    {
      collectionName: 'plain',
      query: {
        variant: {
          case: 'nearest',
          value: { variant: { case: 'dense', value: { data: [1, 2, 3, 4] } } },
        },
      },
      limit: 2n,
      withVectors: yes,
    },
  ),
  pair(
    'qdrant.Points/Query',
    answerForms.query,
    request('POST', `${c}/points/query`, { query: { order_by: 'n' }, limit: 6, ...all }),
    qdrant.QueryPointsSchema,
    {
      collectionName,
      query: { variant: { case: 'orderBy', value: { key: 'n' } } },
      limit: 6n,
      ...everything,
    },
  ),
  pair(
    'qdrant.Points/QueryBatch',
    answerForms.queryBatch,
    request('POST', `${c}/points/query/batch`, {
      searches: [
        { query: vector, using: 'dense', limit: 2, ...all },
        { query: vector, using: 'dense', limit: 1 },
      ],
    }),
    qdrant.QueryBatchPointsSchema,
    {
      collectionName,
      queryPoints: [
        { collectionName, query: nearest, using: 'dense', limit: 2n, ...everything },
        { collectionName, query: nearest, using: 'dense', limit: 1n },
      ],
    },
  ),
  ...['city', 'n'].map((key) =>
    pair(
      'qdrant.Points/QueryGroups',
      answerForms.groups,
      request('POST', `${c}/points/query/groups`, {
        query: vector,
        using: 'dense',
        limit: 3,
        group_by: key,
        group_size: 2,
        ...all,
      }),
      qdrant.QueryPointGroupsSchema,
      {
        collectionName,
        query: nearest,
        using: 'dense',
        limit: 3n,
        groupBy: key,
        groupSize: 2n,
        ...everything,
      },
    ),
  ),
  pair(
    'qdrant.Points/Get',
    answerForms.get,
    request('POST', `${c}/points`, { ids: [1, 3, '00000000-0000-0000-0000-000000000002'], ...all }),
    qdrant.GetPointsSchema,
    {
      collectionName,
      ids: [
        point(1n),
        point(3n),
        { pointIdOptions: { case: 'uuid', value: '00000000-0000-0000-0000-000000000002' } },
      ],
      ...everything,
    },
  ),
  pair(
    'qdrant.Points/Scroll',
    answerForms.scroll,
    request('POST', `${c}/points/scroll`, { limit: 3, ...all }),
    qdrant.ScrollPointsSchema,
    { collectionName, limit: 3, ...everything },
  ),
  pair(
    'qdrant.Points/Scroll',
    answerForms.scroll,
    request('POST', `${c}/points/scroll`, { limit: 9, order_by: 'f', ...all }),
    qdrant.ScrollPointsSchema,
    { collectionName, limit: 9, orderBy: { key: 'f' }, ...everything },
  ),
  pair(
    'qdrant.Points/Facet',
    answerForms.facet,
    request('POST', `${c}/facet`, { key: 'city', exact: true }),
    qdrant.FacetCountsSchema,
    { collectionName, key: 'city', exact: true },
  ),
  pair(
    'qdrant.Points/Facet',
    answerForms.facet,
    request('POST', `${c}/facet`, { key: 'n', exact: true }),
    qdrant.FacetCountsSchema,
    { collectionName, key: 'n', exact: true },
  ),
  pair(
    'qdrant.Points/Facet',
    answerForms.facet,
    request('POST', `${c}/facet`, { key: 'flag', exact: true }),
    qdrant.FacetCountsSchema,
    { collectionName, key: 'flag', exact: true },
  ),
  pair(
    'qdrant.Points/Count',
    answerForms.count,
    request('POST', `${c}/points/count`, { exact: true }),
    qdrant.CountPointsSchema,
    { collectionName, exact: true },
  ),
  pair(
    'qdrant.Points/SearchMatrixPairs',
    answerForms.matrixPairs,
    request('POST', `${c}/points/search/matrix/pairs`, { using: 'dense', sample: 100, limit: 2 }),
    qdrant.SearchMatrixPointsSchema,
    { collectionName, using: 'dense', sample: 100n, limit: 2n },
  ),
  pair(
    'qdrant.Points/SearchMatrixOffsets',
    answerForms.matrixOffsets,
    request('POST', `${c}/points/search/matrix/offsets`, { using: 'dense', sample: 100, limit: 2 }),
    qdrant.SearchMatrixPointsSchema,
    { collectionName, using: 'dense', sample: 100n, limit: 2n },
  ),
];

const describing: readonly Pair[] = [
  ...['c', 'plain', 'cities'].map((name) =>
    pair(
      'qdrant.Collections/Get',
      answerForms.collectionInfo,
      request('GET', `/collections/${name}`),
      qdrant.GetCollectionInfoRequestSchema,
      { collectionName: name },
    ),
  ),
  pair(
    'qdrant.Collections/List',
    answerForms.collections,
    request('GET', '/collections'),
    qdrant.ListCollectionsRequestSchema,
    {},
  ),
  pair(
    'qdrant.Collections/ListAliases',
    answerForms.aliases,
    request('GET', '/aliases'),
    qdrant.ListAliasesRequestSchema,
    {},
  ),
  pair(
    'qdrant.Collections/ListCollectionAliases',
    answerForms.aliases,
    request('GET', `${c}/aliases`),
    qdrant.ListCollectionAliasesRequestSchema,
    { collectionName },
  ),
  pair(
    'qdrant.Collections/CollectionExists',
    answerForms.exists,
    request('GET', `${c}/exists`),
    qdrant.CollectionExistsRequestSchema,
    { collectionName },
  ),
  pair(
    'qdrant.Collections/CollectionExists',
    answerForms.exists,
    request('GET', '/collections/none/exists'),
    qdrant.CollectionExistsRequestSchema,
    { collectionName: 'none' },
  ),
  pair(
    'qdrant.Collections/CollectionClusterInfo',
    answerForms.clusterInfo,
    request('GET', `${c}/cluster`),
    qdrant.CollectionClusterInfoRequestSchema,
    { collectionName },
  ),
  pair(
    'qdrant.Snapshots/List',
    answerForms.snapshots,
    request('GET', `${c}/snapshots`),
    qdrant.ListSnapshotsRequestSchema,
    { collectionName },
  ),
  pair(
    'qdrant.Snapshots/ListFull',
    answerForms.snapshots,
    request('GET', '/snapshots'),
    qdrant.ListFullSnapshotsRequestSchema,
    {},
  ),
  pair(
    'qdrant.Qdrant/HealthCheck',
    answerForms.version,
    request('GET', '/'),
    qdrant.HealthCheckRequestSchema,
    {},
  ),
];

const payload = (i: number): object => ({
  city: ['Rome', 'Berlin', 'Łódź'][i % 3],
  n: i % 4,
  f: i + 0.0,
  whole: 2 ** 53,
  negative: -i,
  huge: 1e300,
  flag: i % 2 === 0,
  nothing: null,
  note: `write to ana${i}@acme.example or +1 415 555 01${10 + i} "soon"\n\t\u0001`,
  tags: ['a', 'ana@acme.example'],
  mixed: [1, 2.5, null, true, 'x', [1, [2]], {}],
  numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  deep: { note: 'b@c.example', 'with.dot': 1, list: [{ n: 1, m: 2 }, { n: 'x' }], empty: {}, none: [] },
  'a "key"': 'x',
  '': 'no name',
});

/** Numbers of 64 bits must not pass through a double on their way to the server. */
const seeded = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('"whole":9007199254740992', '"whole":9007199254740993')
    .replace(/"f":(\d+)([,}])/g, '"f":$1.0$2');

suite('Qdrant over gRPC: answers and their twins', { skip: withoutQdrant }, () => {
  let server: RunningQdrant;
  let calls: UnaryCalls;
  let folder: string;
  const send = async ({ method, path, body, headers, query }: HttpRequest): Promise<HttpResponse> => {
    const search = query.length === 0 ? '' : `?${new URLSearchParams([...query] as [string, string][])}`;
    const response = await fetch(`${server.url}/${path.map(encodeURIComponent).join('/')}${search}`, {
      method,
      headers,
      ...(body.length > 0 && { body: Buffer.from(body) }),
    });
    return {
      status: response.status,
      headers: { 'content-type': response.headers.get('content-type') ?? '' },
      body: Buffer.from(await response.arrayBuffer()),
    };
  };
  const made = async (method: string, path: string, body: string): Promise<void> => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body,
    });
    assert.ok(response.ok, `${path} ${await response.text()}`);
  };
  const context = () => ({ connection: 'vectors', enforced: true, memory: new Map(), ask: send });
  const deliverer = async (rest: HttpRequest, owed: Omit<Obligations, 'rates'>) => {
    const judged = await protocol.judge(rest, context());
    return judged.forward(judged.operations.map(() => ({ ...owed, rates: [] })));
  };
  const answer = async ({ path, message }: Pair): Promise<GrpcResponse> => ({
    ...(await calls.call(path, message)),
    metadata: {},
  });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectorgate-grpc-answers-'));
    server = await startQdrant({
      program: (await findQdrant())!,
      folder: join(folder, 'data'),
      log: join(folder, 'qdrant.log'),
    });
    calls = new UnaryCalls(`http://${server.host}:${server.grpcPort}`);
    await made(
      'PUT',
      c,
      JSON.stringify({
        vectors: {
          dense: {
            size: 12,
            distance: 'Cosine',
            quantization_config: { scalar: { type: 'int8', quantile: 0.99 } },
          },
          many: { size: 4, distance: 'Dot', multivector_config: { comparator: 'max_sim' }, on_disk: true },
        },
        sparse_vectors: { words: { modifier: 'idf' } },
        strict_mode_config: { enabled: true, max_query_limit: 1000 },
        metadata: { owner: 'us', level: 1, deep: { x: 1.5 } },
      }),
    );
    await made(
      'PUT',
      '/collections/plain',
      '{"vectors":{"size":4,"distance":"Euclid","hnsw_config":{"m":8}},"quantization_config":{"binary":{"encoding":"two_bits"}}}',
    );
    await made(
      'PUT',
      '/collections/cities',
      '{"vectors":{"size":8,"distance":"Manhattan","datatype":"float16"},"quantization_config":{"product":{"compression":"x16"}}}',
    );
    for (const [field_name, field_schema] of [
      ['city', { type: 'keyword', is_tenant: true }],
      ['n', { type: 'integer', lookup: true, range: true }],
      ['f', 'float'],
      ['flag', 'bool'],
      ['place', 'geo'],
      ['day', { type: 'datetime', on_disk: true }],
      ['key', 'uuid'],
      [
        'note',
        {
          type: 'text',
          tokenizer: 'word',
          lowercase: true,
          stopwords: { languages: ['english'], custom: ['x'] },
          stemmer: { type: 'snowball', language: 'english' },
        },
      ],
    ] as const)
      await made('PUT', `${c}/index?wait=true`, JSON.stringify({ field_name, field_schema }));
    await made(
      'PUT',
      `${c}/points?wait=true`,
      seeded({
        points: [1, 2, 3, 4, 5, 6, 7].map((i) => ({
          id: i % 2 === 1 ? i : `00000000-0000-0000-0000-${String(i).padStart(12, '0')}`,
          vector: {
            dense: vector.map((x, j) => x * ((i * 7 + j * j) % 11) + 0.1),
            many: [
              [1.5, 2, 3, i],
              [4, 3, 2, 1.5],
            ],
            words: { indices: [1, 5 + i, 9000], values: [0.5, 0.25, i / 7] },
          },
          payload: payload(i),
        })),
      }),
    );
    await made(
      'PUT',
      `${c}/points?wait=true`,
      `{"points":[{"id":18446744073709551615,"vector":{"dense":[${vector}]}}]}`,
    );
    await made(
      'PUT',
      '/collections/plain/points?wait=true',
      '{"points":[{"id":1,"vector":[1,2,3,4]},{"id":2,"vector":[4,3,2,1],"payload":{"city":"Rome"}}]}',
    );
    await made(
      'PUT',
      '/collections/cities/points?wait=true',
      '{"points":[{"id":7,"vector":[1,2,3,4,5,6,7,8],"payload":{"city":"Rome"}}]}',
    );
    await made(
      'POST',
      '/collections/aliases',
      '{"actions":[{"create_alias":{"collection_name":"c","alias_name":"alias"}},{"create_alias":{"collection_name":"plain","alias_name":"other"}}]}',
    );
    await made('POST', `${c}/snapshots?wait=true`, '');
  });
  after(async () => {
    calls?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const plainOf = (body: Uint8Array): Plain => comparable(plainJson(Buffer.from(body).toString()));

  for (const each of [...reading, ...describing]) {
    test(`${each.name}: the twin says what REST says, and nothing binding passes as it came`, async () => {
      const [rest, grpc] = [await send(each.rest), await answer(each)];
      assert.equal(grpc.status, 0, grpc.details);
      const twin = readAnswerTwin(each.form, grpc);
      assert.deepEqual(plainOf(twin.response.body), plainOf(rest.body));
      assert.equal(twin.response.status, rest.status);
      const { deliver } = await deliverer(each.rest, { masks: [] });
      assert.equal(twin.deliver(deliver(twin.response)).response.message, grpc.message);
    });
  }

  for (const each of reading) {
    test(`${each.name}: under every mask the message says what masked REST says`, async () => {
      const [rest, grpc] = [await send(each.rest), await answer(each)];
      for (const masks of maskLists) {
        const { deliver } = await deliverer(each.rest, { masks });
        const expected = deliver(rest);
        const twin = readAnswerTwin(each.form, grpc);
        const masked = deliver(twin.response);
        const said = twin.deliver(masked);
        const again = readAnswerTwin(each.form, said.response);
        assert.deepEqual(plainOf(again.response.body), plainOf(expected.response.body));
        assert.deepEqual(said.masked, expected.masked);
        assert.equal(said.hits, expected.hits);
        assert.deepEqual(condensed(said.body), condensed(expected.body));
      }
    });
  }

  test('listings are shortened, and nothing of what may not be seen is left', async () => {
    for (const each of describing.filter(({ name }) => /List |ListAliases/.test(name))) {
      const visible = (_tenant: unknown, _database: unknown, name: string): boolean => name === 'c';
      const { deliver } = await deliverer(each.rest, { masks: [], visible });
      const twin = readAnswerTwin(each.form, await answer(each));
      const { response } = twin.deliver(deliver(twin.response));
      const again = readAnswerTwin(each.form, response);
      assert.deepEqual(plainOf(again.response.body), plainOf(deliver(await send(each.rest)).response.body));
      assert.ok(!Buffer.from(response.message!).includes('plain'));
    }
  });

  test('a fetch under a required filter is delivered as a fetch', async () => {
    const get = reading.find(({ path }) => path.endsWith('/Get'))!;
    const filter = { op: 'compare', field: 'city', test: 'eq', value: 'Berlin' } as const;
    for (const masks of [[], ...maskLists]) {
      const { request: sent, deliver } = await deliverer(get.rest, { masks, filter });
      const rest = deliver(await send(sent));
      const grpc = await calls.call(
        'qdrant.Points/Scroll',
        toBinary(
          qdrant.ScrollPointsSchema,
          create(qdrant.ScrollPointsSchema, {
            collectionName,
            limit: 3,
            ...everything,
            filter: {
              must: [
                {
                  conditionOneOf: {
                    case: 'field',
                    value: { key: 'city', match: { matchValue: { case: 'keyword', value: 'Berlin' } } },
                  },
                },
                {
                  conditionOneOf: {
                    case: 'hasId',
                    value: { hasId: [point(1n), point(3n)] },
                  },
                },
              ],
            },
          }),
        ),
      );
      const twin = readAnswerTwin(answerForms.scroll, { ...grpc, metadata: {} }, answerForms.get);
      const { response } = twin.deliver(deliver(twin.response));
      const again = readAnswerTwin(answerForms.get, response);
      assert.deepEqual(plainOf(again.response.body), plainOf(rest.response.body));
    }
  });

  test('changes answer as REST does, and errors pass the masks of the request', async () => {
    const change = pair(
      'qdrant.Points/SetPayload',
      answerForms.update,
      request('POST', `${c}/points/payload`, { payload: { x: 1 }, points: [1] }),
      qdrant.SetPayloadPointsSchema,
      {
        collectionName,
        wait: true,
        payload: { x: { kind: { case: 'integerValue', value: 1n } } },
        pointsSelector: {
          pointsSelectorOneOf: { case: 'points', value: { ids: [point(1n)] } },
        },
      },
    );
    const grpc = readAnswerTwin(answerForms.update, await answer(change));
    assert.match(Buffer.from(grpc.response.body).toString(), /"operation_id":\d+,"status":"completed"/);
    const none = pair(
      'qdrant.Points/Scroll',
      answerForms.scroll,
      request('POST', '/collections/none/points/scroll', {}),
      qdrant.ScrollPointsSchema,
      { collectionName: 'none' },
    );
    const [rest, error] = [await send(none.rest), await answer(none)];
    const twin = readAnswerTwin(none.form, error);
    assert.deepEqual(plainOf(twin.response.body), plainOf(rest.body));
    assert.equal(twin.response.status, rest.status);
    const free = twin.deliver((await deliverer(none.rest, { masks: [] })).deliver(twin.response));
    assert.deepEqual(free.response, { status: error.status, details: error.details, metadata: {} });
    const bound = await deliverer(none.rest, { masks: [mask('redact', 'city')] });
    const hidden = twin.deliver(bound.deliver(twin.response)).response;
    assert.equal(hidden.status, error.status);
    assert.match(hidden.details, /^The store refused the request/);
  });

  test('what cannot be masked is refused before it is asked for', async () => {
    await assert.rejects(
      deliverer(request('GET', `${c}/snapshots`), { masks: [mask('redact', 'city')] }),
      Refusal,
    );
  });
});

/** Records of both ways: digests are over other bytes. */
const condensed = (body: Uint8Array): unknown =>
  comparable(
    plainJson(
      Buffer.from(body)
        .toString()
        .replace(/"sha256":"[0-9a-f]+"/g, '"sha256":""'),
    ),
  );
