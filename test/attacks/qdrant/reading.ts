import type { Attack } from '../attack-table.ts';
import { cases, vector } from './hiding-world.ts';
import type { Tries } from './tries.ts';

/** Ways to read past the filter and the masks. */
export function readingAttacks({ sees }: Tries): Attack[] {
  const query = (name: string, body: object): Attack => sees(name, 'POST', `${cases}/points/query`, body);
  const full = { with_payload: true, with_vector: true, limit: 20 };
  return [
    query('query', { query: vector, ...full }),
    query('query without anything', full),
    query('query with a filter for others', {
      ...full,
      filter: { must: [{ key: 'tenant', match: { value: 'globex' } }] },
    }),
    query('a filter that is always true', {
      ...full,
      filter: { should: [{ key: 'tenant', match: { value: 'globex' } }, { is_empty: { key: 'no' } }] },
    }),
    query('a filter turned round', {
      ...full,
      filter: { must_not: [{ key: 'tenant', match: { value: 'acme' } }] },
    }),
    query('a filter by ids', { ...full, filter: { must: [{ has_id: [2, 4] }] } }),
    query('a filter of null', { ...full, filter: null }),
    query('by the id of another’s point', { ...full, query: 2 }),
    query('recommended from another’s point', { ...full, query: { recommend: { positive: [2] } } }),
    query('recommended away from it', {
      ...full,
      query: { recommend: { positive: [1], negative: [4] } },
    }),
    query('discovered by it', {
      ...full,
      query: { discover: { target: 2, context: [{ positive: 4, negative: 1 }] } },
    }),
    query('in its context', { ...full, query: { context: [{ positive: 2, negative: 1 }] } }),
    query('a prefetch without the filter', {
      ...full,
      prefetch: { query: vector, limit: 20 },
      query: { fusion: 'rrf' },
    }),
    query('a prefetch in a prefetch', {
      ...full,
      prefetch: [{ prefetch: [{ query: vector, limit: 20 }], query: vector, limit: 20 }],
      query: { fusion: 'dbsf' },
    }),
    query('a prefetch by another’s id', {
      ...full,
      prefetch: { query: 2, limit: 20 },
      query: { fusion: 'rrf' },
    }),
    query('a lookup in another collection', {
      ...full,
      query: 1,
      lookup_from: { collection: 'secret' },
    }),
    query('a lookup in a prefetch', {
      ...full,
      prefetch: { query: 1, lookup_from: { collection: 'secret' }, limit: 5 },
      query: { fusion: 'rrf' },
    }),
    query('a lookup by an alias', { ...full, query: 1, lookup_from: { collection: 'public-looking' } }),
    query('random points', { ...full, query: { sample: 'random' } }),
    query('ordered by a number', { ...full, query: { order_by: 'n' } }),
    query('the payload but the mask’s fields', { ...full, with_payload: { exclude: ['note'] } }),
    query('one masked field alone', { ...full, with_payload: ['email'] }),
    query('one masked field by a path', { ...full, with_payload: { include: ['address.street'] } }),
    query('the vector by its other spelling', { query: vector, with_vectors: true, limit: 5 }),
    query('the vector by its empty name', { query: vector, with_vector: [''], limit: 5 }),
    sees('a batch of queries', 'POST', `${cases}/points/query/batch`, {
      searches: [
        { query: vector, limit: 5 },
        { query: vector, ...full },
        { query: 2, ...full },
      ],
    }),
    sees('a batch whose second looks elsewhere', 'POST', `${cases}/points/query/batch`, {
      searches: [{ query: vector }, { query: 1, lookup_from: { collection: 'secret' }, ...full }],
    }),
    sees('groups', 'POST', `${cases}/points/query/groups`, {
      group_by: 'n',
      query: vector,
      limit: 5,
      group_size: 3,
      with_payload: true,
      with_vector: true,
    }),
    sees('groups with a lookup elsewhere', 'POST', `${cases}/points/query/groups`, {
      group_by: 'group',
      query: vector,
      with_lookup: 'secret',
    }),
    sees('groups with a lookup elsewhere, in full', 'POST', `${cases}/points/query/groups`, {
      group_by: 'group',
      query: vector,
      with_lookup: { collection: 'secret', with_payload: true, with_vectors: true },
    }),
    sees(
      'groups of docs that look up her cases unfiltered',
      'POST',
      '/collections/docs/points/query/groups',
      {
        group_by: 'cases',
        query: vector,
        with_lookup: { collection: 'cases', with_payload: true, with_vectors: true },
      },
    ),
    sees('an older search', 'POST', `${cases}/points/search`, { vector, ...full }),
    sees('an older search by its other spellings', 'POST', `${cases}/points/search`, {
      vector: { name: '', vector },
      top: 20,
      with_vectors: true,
      with_payload: true,
    }),
    sees('older searches in a batch', 'POST', `${cases}/points/search/batch`, {
      searches: [
        { vector, ...full },
        { vector, ...full, filter: { must_not: [{ key: 'tenant', match: { value: 'acme' } }] } },
      ],
    }),
    sees('an older search by groups', 'POST', `${cases}/points/search/groups`, {
      vector,
      group_by: 'n',
      limit: 5,
      group_size: 3,
      with_payload: true,
      with_vector: true,
    }),
    sees('an older recommendation', 'POST', `${cases}/points/recommend`, { positive: [1], ...full }),
    sees('an older recommendation away from another’s point', 'POST', `${cases}/points/recommend`, {
      positive: [1],
      negative: [2],
      ...full,
    }),
    sees('an older recommendation by a lookup elsewhere', 'POST', `${cases}/points/recommend`, {
      positive: [1],
      lookup_from: { collection: 'secret' },
      ...full,
    }),
    sees('an older discovery', 'POST', `${cases}/points/discover`, {
      target: 1,
      context: [{ positive: 3, negative: 2 }],
      ...full,
    }),
    sees('scroll', 'POST', `${cases}/points/scroll`, { limit: 20, with_vector: true }),
    sees('scroll from another’s id', 'POST', `${cases}/points/scroll`, { limit: 1, offset: 2 }),
    sees('scroll by order', 'POST', `${cases}/points/scroll`, {
      limit: 5,
      order_by: { key: 'n', start_from: 2 },
    }),
    sees('by ids', 'POST', `${cases}/points`, { ids: [1, 2, 3, 4], with_vector: true, with_payload: true }),
    sees('by one id in the path', 'GET', `${cases}/points/2`),
    sees('by her own id in the path', 'GET', `${cases}/points/1`),
    sees('by an alias', 'POST', '/collections/public-looking/points/scroll', { limit: 5 }),
    sees('by an alias, by id', 'GET', '/collections/public-looking/points/1'),
    sees('another collection', 'POST', '/collections/secret/points/scroll', { limit: 5 }),
    sees('the list of collections', 'GET', '/collections'),
    sees('an error that quotes a value', 'POST', `${cases}/points/query`, {
      query: 'ana@acme.example',
      with_payload: true,
    }),
  ];
}
