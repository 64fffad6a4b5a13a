import type { Attack } from '../attack-table.ts';
import { cases, vector } from './hiding-world.ts';
import type { Tries } from './tries.ts';

/** Ways to learn of masked or other records by other means. */
export function inferenceAttacks({ refused }: Tries): Attack[] {
  return [
    refused('filter by a masked field', 'POST', `${cases}/points/scroll`, {
      filter: { must: [{ key: 'email', match: { value: 'ana@acme.example' } }] },
    }),
    refused('filter by part of it', 'POST', `${cases}/points/count`, {
      filter: { must: [{ key: 'email', match: { text: 'ana' } }] },
    }),
    refused('filter by its absence', 'POST', `${cases}/points/count`, {
      filter: { must: [{ is_empty: { key: 'email' } }] },
    }),
    refused('filter by a quoted path', 'POST', `${cases}/points/count`, {
      filter: { must: [{ key: '"email"', match: { value: 'x' } }] },
    }),
    refused('filter by a list step', 'POST', `${cases}/points/count`, {
      filter: { must: [{ key: 'email[]', match: { value: 'x' } }] },
    }),
    refused('filter below a nested key', 'POST', `${cases}/points/count`, {
      filter: {
        must: [{ nested: { key: 'address', filter: { must: [{ key: 'street', match: { value: 'x' } }] } } }],
      },
    }),
    refused('filter in a prefetch', 'POST', `${cases}/points/query`, {
      prefetch: {
        query: vector,
        filter: {
          should: [{ min_should: { conditions: [{ key: 'email', match: { value: 'x' } }], min_count: 1 } }],
        },
      },
      query: { fusion: 'rrf' },
    }),
    refused('how often words stand where it is so', 'POST', `${cases}/points/query`, {
      query: vector,
      params: { idf: { corpus: { must: [{ key: 'email', match: { value: 'x' } }] } } },
    }),
    refused('a parameter of a search that nobody knows', 'POST', `${cases}/points/query`, {
      query: vector,
      params: { corpus: { must: [{ key: 'email', match: { value: 'x' } }] } },
    }),
    refused('filter by the text, by its key', 'POST', `${cases}/points/count`, {
      filter: { must: [{ key: 'document', match: { text: 'Pay' } }] },
    }),
    refused('order by it', 'POST', `${cases}/points/scroll`, { order_by: 'email' }),
    refused('order by it in a query', 'POST', `${cases}/points/query`, {
      query: { order_by: { key: 'email' } },
    }),
    refused('group by it', 'POST', `${cases}/points/query/groups`, {
      group_by: 'email',
      query: vector,
      limit: 2,
    }),
    refused('facet of it', 'POST', `${cases}/facet`, { key: 'email' }),
    refused('a formula over it', 'POST', `${cases}/points/query`, {
      prefetch: { query: vector },
      query: { formula: { sum: ['$score', { mult: [2, 'email'] }] } },
    }),
    refused('a condition on it in a formula', 'POST', `${cases}/points/query`, {
      prefetch: { query: vector },
      query: { formula: { sum: [{ key: 'email', match: { value: 'x' } }] } },
    }),
    refused('whether the vector is there', 'POST', `${cases}/points/count`, {
      filter: { must: [{ has_vector: '' }] },
    }),
    refused('an unknown condition', 'POST', `${cases}/points/count`, {
      filter: { must: [{ has_everything: true }] },
    }),
    refused('an unknown field of the body', 'POST', `${cases}/points/query`, { query: vector, extra: 1 }),
    refused('two spellings of one field', 'POST', `${cases}/points/query`, {
      query: vector,
      with_vector: false,
      with_vectors: true,
    }),
    refused('the same key twice', 'POST', `${cases}/points/query`, '{"query":[1,1,1],"limit":1,"limit":100}'),
    refused('more than the limit', 'POST', `${cases}/points/query`, { query: vector, limit: 21 }),
    refused('more by an offset', 'POST', `${cases}/points/query`, { query: vector, limit: 20, offset: 5 }),
    refused('more by groups', 'POST', `${cases}/points/query/groups`, {
      group_by: 'n',
      query: vector,
      limit: 10,
      group_size: 10,
    }),
    refused('more in one of a batch', 'POST', `${cases}/points/query/batch`, {
      searches: [
        { query: vector, limit: 1 },
        { query: vector, limit: 21 },
      ],
    }),
    refused('a larger page', 'POST', `${cases}/points/scroll`, { limit: 21 }),
    refused('more by an older search', 'POST', `${cases}/points/search`, { vector, top: 21 }),
    refused('an older search by a masked field', 'POST', `${cases}/points/search`, {
      vector,
      limit: 5,
      filter: { must: [{ key: 'email', match: { value: 'x' } }] },
    }),
    refused('an older recommendation from another’s point', 'POST', `${cases}/points/recommend`, {
      positive: [2],
      limit: 5,
    }),
    refused('the limit in two spellings', 'POST', `${cases}/points/search`, { vector, limit: 1, top: 20 }),
    refused('a shard’s own scroll', 'POST', `${cases}/shards/0/points/scroll`, { limit: 5 }),
    refused('a snapshot', 'POST', `${cases}/snapshots`),
    refused('the list of snapshots', 'GET', `${cases}/snapshots`),
    refused('a snapshot of everything', 'POST', '/snapshots'),
    refused('a shard’s snapshot', 'GET', `${cases}/shards/0/snapshot`),
    refused('recovery from an address', 'PUT', `${cases}/snapshots/recover`, {
      location: 'http://169.254.169.254/',
    }),
    refused('a snapshot’s upload', 'POST', `${cases}/snapshots/upload`, 'x'),
    refused('telemetry', 'GET', '/telemetry?details_level=10'),
    refused('metrics', 'GET', '/metrics'),
    refused('cluster', 'GET', '/cluster'),
    refused('slow requests', 'GET', '/profiler/slow_requests'),
    refused('audit logs', 'POST', '/audit/logs', {}),
    refused('stack trace', 'GET', '/stacktrace'),
    refused('debugger', 'GET', '/debugger'),
    refused('logger', 'POST', '/logger', { log_level: 'trace' }),
    refused('the dashboard', 'GET', '/dashboard'),
    refused('a route that is not known', 'GET', `${cases}/everything`),
    refused('an unknown parameter', 'POST', `${cases}/points/scroll?all=true`, { limit: 1 }),
    refused('another method', 'PATCH', `${cases}/points`, {}),
  ];
}
