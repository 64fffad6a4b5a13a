import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExactNumber } from '../records/read-part.ts';
import { testHeader } from '../records/testing/test-header.ts';
import { callOf } from './call-of.ts';

const [operation] = testHeader().operations;
const call = (name: string, body?: unknown): string | undefined =>
  callOf({ store: 'qdrant', operations: [{ ...operation!, name }] }, body)?.text;

test('a search is the call that sends it', () => {
  assert.equal(
    call('query_points', {
      query: { nearest: [0.5, 1] },
      filter: { must: [{ key: 'product', match: { value: 'blender' } }] },
      limit: 10,
      with_payload: true,
      with_vector: false,
      prefetch: null,
    }),
    `client.query_points(
    collection_name="customer-cases",
    query=[0.5, 1],
    query_filter=models.Filter(**{"must": [{"key": "product", "match": {"value": "blender"}}]}),
    limit=10,
    with_payload=True,
    with_vectors=False,
)`,
  );
});

test('ids beyond 2^53 keep their digits, and a query of its own kind is its model', () => {
  assert.match(
    call('query_points', {
      query: { recommend: { positive: [new ExactNumber('18446744073709551615')] } },
      limit: 3,
    })!,
    /models\.RecommendQuery\(\*\*\{"recommend": \{"positive": \[18446744073709551615\]\}\}\)/,
  );
});

test('points are chosen by ids or by a filter', () => {
  assert.equal(
    call('delete_points', { points: [1, 2] }),
    'client.delete(collection_name="customer-cases", points_selector=[1, 2])',
  );
  assert.match(
    call('delete_points', { filter: { must: [] } })!,
    /models\.FilterSelector\(filter=models\.Filter/,
  );
});

test('what has no call of the client has none here', () => {
  assert.equal(call('search_matrix_pairs', {}), undefined);
  assert.equal(call('query_points', undefined), undefined);
  assert.equal(call('get_collections'), 'client.get_collections()');
});
