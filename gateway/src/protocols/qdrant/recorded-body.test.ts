import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../../json/read-json.ts';
import { recordedBody } from './recorded-body.ts';

const numbers = Array.from({ length: 9 }, (_, i) => i + 0.5);
const ids = Array.from({ length: 9 }, (_, i) => i + 1);
const recorded = (body: object): unknown =>
  JSON.parse(Buffer.from(recordedBody(readJson(Buffer.from(JSON.stringify(body))))).toString());

test('vectors are condensed wherever they stand', () => {
  for (const body of [
    { points: [{ id: 1, vector: numbers }] },
    { points: [{ id: 1, vector: { dense: numbers } }] },
    { points: [{ id: 1, vector: { many: [numbers, numbers] } }] },
    { points: [{ id: 1, vector: { words: { indices: ids, values: numbers } } }] },
    { batch: { ids, vectors: [numbers] } },
    ...['payload', 'payloads', 'filter', 'update_filter', 'positive', 'negative'].flatMap((name) => [
      { points: [{ id: 1, vector: { [name]: numbers } }] },
      { points: [{ id: 1, vector: { [name]: [numbers] } }] },
      { points: [{ id: 1, vector: { [name]: { indices: ids, values: numbers } } }] },
      { batch: { ids, vectors: { [name]: [numbers] } } },
    ]),
    { query: numbers },
    { query: { nearest: numbers } },
    { query: { recommend: { positive: [numbers, 1] } } },
    { prefetch: [{ query: { discover: { target: numbers, context: [] } } }] },
    { searches: [{ vector: { name: 'dense', vector: numbers } }] },
    { operations: [{ upsert: { points: [{ id: 1, vector: numbers }] } }] },
  ]) {
    const text = JSON.stringify(recorded(body));
    assert.ok(text.includes('"dimension":9'), text);
    assert.ok(!text.includes('0.5,1.5'), text);
  }
});

test('lists of ids, of payload values and of filters are recorded as they are', () => {
  for (const body of [
    { ids },
    { points: ids },
    { filter: { must: [{ has_id: ids }, { key: 'n', match: { any: ids } }] } },
    { query: { recommend: { positive: ids, negative: ids } } },
    { points: [{ id: 1, vector: [], payload: { vector: numbers, list: ids } }] },
    { batch: { ids, vectors: [], payloads: [{ vector: numbers }] } },
    { operations: [{ delete: { points: ids } }] },
    { positive: ids },
  ])
    assert.deepEqual(recorded(body), body);
});
