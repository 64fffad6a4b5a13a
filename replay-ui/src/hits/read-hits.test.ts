import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExactNumber } from '../records/read-part.ts';
import { testHeader } from '../records/testing/test-header.ts';
import { readHits } from './read-hits.ts';

const [operation] = testHeader().operations;
const chroma = { store: 'chroma', operations: [operation!] };
const qdrant = { store: 'qdrant', operations: [operation!] };
const condensed = { dimension: 256, sha256: 'ab'.repeat(32) };

test('Chroma’s columns are put together query by query', () => {
  const hits = readHits(
    chroma,
    { query_embeddings: [[1, 2], condensed] },
    {
      ids: [['a', 'b'], ['c']],
      distances: [[0.1, 0.2], [0.3]],
      documents: [['x', null], ['z']],
      metadatas: [[{ k: 1 }, null], [null]],
      embeddings: [[[1, 1], condensed], [condensed]],
    },
  );
  assert.deepEqual(hits, {
    measure: 'distance',
    groups: [
      {
        query: [1, 2],
        hits: [
          { id: 'a', distance: 0.1, document: 'x', fields: { k: 1 }, vector: [1, 1] },
          { id: 'b', distance: 0.2, fields: {} },
        ],
      },
      { hits: [{ id: 'c', distance: 0.3, document: 'z', fields: {} }] },
    ],
  });
});

test('Chroma’s get has one list, without distances', () => {
  const hits = readHits(chroma, {}, { ids: ['a'], documents: null, metadatas: [{ k: 1 }] });
  assert.deepEqual(hits?.groups, [{ hits: [{ id: 'a', fields: { k: 1 } }] }]);
});

test('Qdrant’s points come from searches, scrolls, groups and batches', () => {
  const point = {
    id: new ExactNumber('18446744073709551615'),
    score: 0.9,
    payload: { k: 1 },
    vector: [1, 2],
  };
  const hit = { id: '18446744073709551615', distance: 0.9, fields: { k: 1 }, vector: [1, 2] };
  for (const [request, result, groups] of [
    [{ query: [3, 4] }, { points: [point] }, [{ hits: [hit], query: [3, 4] }]],
    [{}, [point], [{ hits: [hit] }]],
    [{}, { groups: [{ hits: [point] }] }, [{ hits: [hit] }]],
    [{ searches: [{ query: { nearest: [3, 4] } }] }, [{ points: [point] }], [{ hits: [hit], query: [3, 4] }]],
  ] as const)
    assert.deepEqual(readHits(qdrant, request, { result })?.groups, groups);
});

test('answers without records have no hits', () => {
  assert.equal(readHits(chroma, {}, 12), undefined);
  assert.equal(readHits(qdrant, {}, { result: { count: 3 } }), undefined);
  assert.equal(
    readHits({ ...chroma, operations: [{ ...operation!, classes: ['upsert'] }] }, {}, { ids: ['a'] }),
    undefined,
  );
  assert.equal(readHits({ ...chroma, store: 'milvus' }, {}, { ids: ['a'] }), undefined);
});
