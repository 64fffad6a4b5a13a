import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import * as qdrant from '@qdrant/js-client-grpc';
import { type AnswerForm, answerForms } from '@vectorgate/store-messages/qdrant';
import type { HttpRequest } from '../../../gateway/src/engines/http/http-message.ts';

/** A request of REST's. */
export const request = (method: string, path: string, body?: unknown): HttpRequest => ({
  method,
  path: path.split('/').filter((segment) => segment !== ''),
  query: [],
  headers: body === undefined ? {} : { 'content-type': 'application/json' },
  body: body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body)),
});
/** One question, asked in both ways. */
export interface Pair {
  readonly name: string;
  readonly rest: HttpRequest;
  readonly path: string;
  readonly message: Uint8Array;
  readonly form: AnswerForm;
}
/** `path`: service and method; `rest`: what REST asks instead. */
export const pair = <Schema extends DescMessage>(
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

export const c = '/collections/c';
export const collectionName = 'c';
const yes = { selectorOptions: { case: 'enable' as const, value: true } };
const all = { with_payload: true, with_vector: true };
export const everything = { withPayload: yes, withVectors: yes };
export const vector = Array.from({ length: 12 }, (_value, i) => i / 8 + 0.5);
const nearest = {
  variant: {
    case: 'nearest' as const,
    value: { variant: { case: 'dense' as const, value: { data: vector } } },
  },
};
const older = { collectionName, vector, vectorName: 'dense', limit: 4n, ...everything };
const olderRest = { vector: { name: 'dense', vector }, limit: 4, ...all };
export const point = (num: bigint) => ({ pointIdOptions: { case: 'num' as const, value: num } });

export const reading: readonly Pair[] = [
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
    request('POST', `${c}/points/query`, {
      prefetch: { query: { order_by: 'n' }, limit: 6 },
      query: { fusion: 'rrf' },
      limit: 6,
      ...all,
    }),
    qdrant.QueryPointsSchema,
    {
      collectionName,
      prefetch: [{ query: { variant: { case: 'orderBy', value: { key: 'n' } } }, limit: 6n }],
      query: { variant: { case: 'fusion', value: qdrant.Fusion.RRF } },
      limit: 6n,
      ...everything,
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

export const describing: readonly Pair[] = [
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
