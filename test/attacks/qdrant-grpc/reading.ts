import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import { byId, dense, full, has, hasIds, id, nearest, nearestTo } from '../../harness/qdrant-grpc-calls.ts';
import type { Attack } from '../attack-table.ts';
import { vector } from '../qdrant/hiding-world.ts';
import type { GrpcTries } from './tries.ts';

const fusion = { variant: { case: 'fusion', value: 0 } } as const;
const elsewhere = { collectionName: 'secret' } as const;
const globex = has('tenant', 'globex');

/** Ways to read past the filter and the masks over gRPC. */
export function readingAttacks({ sees }: GrpcTries): Attack[] {
  const query = (name: string, init: Parameters<typeof grpc.query>[0]): Attack =>
    sees(name, grpc.query(init));
  return [
    query('query', {}),
    query('query without anything', { query: undefined }),
    query('a filter for others', { filter: { must: [globex] } }),
    query('a filter that is nearly always true', {
      filter: { should: [globex, { conditionOneOf: { case: 'isEmpty', value: { key: 'no' } } }] },
    }),
    query('a filter turned round', { filter: { mustNot: [has('tenant', 'acme')] } }),
    query('a filter by ids', { filter: { must: [hasIds(2n, 4n)] } }),
    query('a filter by the least of all conditions', {
      filter: { minShould: { conditions: [globex, hasIds(2n)], minCount: 1n } },
    }),
    query('a filter in a filter', {
      filter: { must: [{ conditionOneOf: { case: 'filter', value: { should: [globex] } } }] },
    }),
    query('an empty filter', { filter: {} }),
    query('an empty filter in a filter', {
      filter: { must: [{ conditionOneOf: { case: 'filter', value: {} } }] },
    }),
    query('by the id of another’s point', { query: nearestTo(2n) }),
    query('recommended from another’s point', {
      query: { variant: { case: 'recommend', value: { positive: [byId(2n)] } } },
    }),
    query('recommended away from it', {
      query: { variant: { case: 'recommend', value: { positive: [byId(1n)], negative: [byId(4n)] } } },
    }),
    query('discovered by it', {
      query: {
        variant: {
          case: 'discover',
          value: { target: byId(2n), context: { pairs: [{ positive: byId(4n), negative: byId(1n) }] } },
        },
      },
    }),
    query('in its context', {
      query: {
        variant: { case: 'context', value: { pairs: [{ positive: byId(2n), negative: byId(1n) }] } },
      },
    }),
    query('near it with diversity', {
      query: {
        variant: { case: 'nearestWithMmr', value: { nearest: byId(2n), mmr: { diversity: 0.5 } } },
      },
    }),
    query('with feedback about it', {
      query: {
        variant: {
          case: 'relevanceFeedback',
          value: {
            target: byId(2n),
            feedback: [{ example: byId(4n), score: 1 }],
            strategy: { variant: { case: 'naive', value: { a: 1, b: 1, c: 1 } } },
          },
        },
      },
    }),
    query('a prefetch without the filter', { prefetch: [{ query: nearest, limit: 20n }], query: fusion }),
    query('a prefetch in a prefetch', {
      prefetch: [{ prefetch: [{ query: nearest, limit: 20n }], query: nearest, limit: 20n }],
      query: { variant: { case: 'rrf', value: { k: 2 } } },
    }),
    query('a prefetch by another’s id', { prefetch: [{ query: nearestTo(2n), limit: 20n }], query: fusion }),
    query('a lookup in another collection', { query: nearestTo(1n), lookupFrom: elsewhere }),
    query('a lookup in a prefetch', {
      prefetch: [{ query: nearestTo(1n), lookupFrom: elsewhere, limit: 5n }],
      query: fusion,
    }),
    query('a lookup by an alias', {
      query: nearestTo(1n),
      lookupFrom: { collectionName: 'public-looking' },
    }),
    query('random points', { query: { variant: { case: 'sample', value: 0 } } }),
    query('ordered by a number', { query: { variant: { case: 'orderBy', value: { key: 'n' } } } }),
    query('the payload but a mask’s field', {
      withPayload: { selectorOptions: { case: 'exclude', value: { fields: ['note'] } } },
    }),
    query('one masked field alone', {
      withPayload: { selectorOptions: { case: 'include', value: { fields: ['email'] } } },
    }),
    query('one masked field by a path', {
      withPayload: { selectorOptions: { case: 'include', value: { fields: ['address.street'] } } },
    }),
    query('the vector by its empty name', {
      withVectors: { selectorOptions: { case: 'include', value: { names: [''] } } },
    }),
    query('another collection', { collectionName: 'secret' }),
    query('by an alias', { collectionName: 'public-looking' }),
    query('a name in another case', { collectionName: 'Cases' }),
    query('a name with a path', { collectionName: 'cases/../secret' }),
    query('no collection', { collectionName: '' }),
    sees(
      'a batch of queries',
      grpc.queryBatch({
        queryPoints: [
          { collectionName: 'cases', query: nearest, limit: 5n },
          { collectionName: 'cases', query: nearest, limit: 5n, ...full },
          { collectionName: 'cases', query: nearest, limit: 5n, ...full, filter: { must: [globex] } },
        ],
      }),
    ),
    sees(
      'a batch whose second is near another’s point',
      grpc.queryBatch({
        queryPoints: [
          { query: nearest, limit: 5n },
          { query: nearestTo(2n), limit: 5n, ...full },
        ],
      }),
    ),
    sees(
      'a batch whose second is of another collection',
      grpc.queryBatch({
        queryPoints: [
          { query: nearest, limit: 5n },
          { ...elsewhere, query: nearest, limit: 5n, ...full },
        ],
      }),
    ),
    sees(
      'a batch whose second looks elsewhere',
      grpc.queryBatch({
        queryPoints: [
          { query: nearest, limit: 5n },
          { query: nearestTo(1n), lookupFrom: elsewhere, limit: 5n, ...full },
        ],
      }),
    ),
    sees('groups', grpc.queryGroups()),
    sees(
      'groups with a lookup elsewhere',
      grpc.queryGroups({ groupBy: 'group', withLookup: { collection: 'secret', ...full } }),
    ),
    sees(
      'groups with a lookup by an alias',
      grpc.queryGroups({ groupBy: 'group', withLookup: { collection: 'public-looking', ...full } }),
    ),
    sees(
      'groups of docs that look up her cases unfiltered',
      grpc.queryGroups({
        collectionName: 'docs',
        groupBy: 'cases',
        withLookup: { collection: 'cases', ...full },
      }),
    ),
    sees('an older search', grpc.search()),
    sees('an older search by the empty name', grpc.search({ vectorName: '' })),
    sees(
      'older searches in a batch',
      grpc.searchBatch({
        searchPoints: [
          { collectionName: 'cases', vector, limit: 5n, ...full },
          {
            collectionName: 'cases',
            vector,
            limit: 5n,
            ...full,
            filter: { mustNot: [has('tenant', 'acme')] },
          },
        ],
      }),
    ),
    sees(
      'an older batch whose second is of another collection',
      grpc.searchBatch({
        searchPoints: [
          { vector, limit: 5n },
          { ...elsewhere, vector, limit: 5n, ...full },
        ],
      }),
    ),
    sees('an older search by groups', grpc.searchGroups()),
    sees(
      'an older search by groups with a lookup elsewhere',
      grpc.searchGroups({ groupBy: 'group', withLookup: { collection: 'secret', ...full } }),
    ),
    sees('an older recommendation', grpc.recommend()),
    sees('an older recommendation from another’s point', grpc.recommend({ positive: [id(2n)] })),
    sees('an older recommendation away from it', grpc.recommend({ negative: [id(2n)] })),
    sees('an older recommendation by a lookup elsewhere', grpc.recommend({ lookupFrom: elsewhere })),
    sees(
      'an older batch of recommendations elsewhere',
      grpc.recommendBatch({
        recommendPoints: [{ ...elsewhere, positive: [id(1n)], limit: 5n, ...full }],
      }),
    ),
    sees('older recommendations by groups', grpc.recommendGroups({ negative: [id(4n)] })),
    sees(
      'an older discovery',
      grpc.discover({
        target: {
          target: { case: 'single', value: { example: { case: 'id', value: id(1n) } } },
        },
        context: [
          {
            positive: { example: { case: 'id', value: id(3n) } },
            negative: { example: { case: 'id', value: id(2n) } },
          },
        ],
      }),
    ),
    sees(
      'older discoveries in a batch, elsewhere',
      grpc.discoverBatch({
        discoverPoints: [
          {
            ...elsewhere,
            target: { target: { case: 'single', value: { example: { case: 'id', value: id(1n) } } } },
            limit: 5n,
            ...full,
          },
        ],
      }),
    ),
    sees('scroll', grpc.scroll()),
    sees('scroll from another’s id', grpc.scroll({ limit: 1, offset: id(2n) })),
    sees(
      'scroll by order',
      grpc.scroll({ orderBy: { key: 'n', startFrom: { value: { case: 'integer', value: 2n } } } }),
    ),
    sees('scroll with another’s filter', grpc.scroll({ filter: { must: [globex] } })),
    sees('scroll of another collection', grpc.scroll(elsewhere)),
    sees('by ids', grpc.get()),
    sees('by others’ ids alone', grpc.get({ ids: [id(2n), id(4n)] })),
    sees('by ids, some of them twice', grpc.get({ ids: [id(2n), id(1n), id(2n), id(1n)] })),
    sees('by ids, by an alias', grpc.get({ collectionName: 'public-looking' })),
    sees('matrix of pairs', grpc.matrixPairs()),
    sees('matrix of offsets', grpc.matrixOffsets()),
    sees('matrix of others', grpc.matrixPairs({ filter: { must: [globex] } })),
    sees('facet', grpc.facet()),
    sees('the list of collections', grpc.listCollections()),
    sees('the list of aliases', grpc.listAliases()),
    sees('the aliases of another collection', grpc.collectionAliases(elsewhere)),
    sees('an error that quotes a value', grpc.query({ using: 'ana@acme.example' })),
    sees(
      'a vector of a wrong length',
      grpc.query({
        query: { variant: { case: 'nearest', value: { variant: { case: 'dense', value: { data: [1] } } } } },
      }),
    ),
    sees(
      'an upload’s own vector asked for',
      grpc.query({ query: { variant: { case: 'nearest', value: dense } } }),
    ),
  ];
}
