import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterFields } from '@vectorgate/policy-schema';
import { readJson } from '../../json/read-json.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { readSearchParams } from './search-params.ts';

const read = (params: unknown) => {
  const { bytes, root } = readJson(Buffer.from(JSON.stringify(params)));
  return readSearchParams(bytes, root);
};

test('a search’s own parameters name no points, but for the corpus of word counts', () => {
  assert.equal(
    read({ exact: true, hnsw_ef: 64, quantization: { rescore: true }, indexed_only: false }),
    undefined,
  );
  assert.equal(read({ idf: 'global' }), undefined);
  const corpus = read({ idf: { corpus: { must: [{ key: 'tenant', match: { value: 'acme' } }] } } });
  assert.deepEqual(filterFields(corpus!.filter), ['tenant']);
});

test('others are refused', () => {
  for (const params of [
    [],
    'exact',
    { filter: {} },
    { idf: 'local' },
    { idf: {} },
    { idf: { corpus: {}, more: 1 } },
  ])
    assert.throws(() => read(params), Refusal, JSON.stringify(params));
});
