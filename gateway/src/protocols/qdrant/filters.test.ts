import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Filter, filterFields, type RequiredFilter } from '@vectorgate/policy-schema';
import { readJson } from '../../json/read-json.ts';
import { readFilter } from './read-filter.ts';
import { writeCondition } from './write-filter.ts';

const read = (value: unknown): Filter => {
  const { bytes, root } = readJson(Buffer.from(JSON.stringify(value)));
  return readFilter(bytes, root);
};

test('every clause and condition names its fields', () => {
  const filter = read({
    must: [
      { key: 'a', match: { value: 1 } },
      { key: 'b[].c', match: { any: ['x'] } },
      { nested: { key: 'd', filter: { must_not: { key: 'e', match: { except: [1] } } } } },
    ],
    should: { key: 'f', range: { gte: 1, lt: 2 } },
    must_not: [{ is_empty: { key: 'g' } }, { is_null: { key: 'h' } }, { has_id: [1, 2] }],
    min_should: {
      conditions: [
        { key: 'i', geo_radius: { center: { lon: 1, lat: 1 }, radius: 1 } },
        { key: 'j', values_count: { gt: 1 } },
        { key: 'k', match: { phrase: 'x' } },
        { has_vector: 'dense' },
        { must: [{ key: 'l', is_null: true }] },
      ],
      min_count: 1,
    },
  });
  const fields = filterFields(filter);
  assert.ok(fields !== 'all');
  assert.deepEqual([...fields].sort(), [
    '$id',
    '$vector.dense',
    'a',
    'b.c',
    'd.e',
    ...['f', 'g', 'h', 'i', 'j', 'k', 'l'],
  ]);
});

test('what is not known is refused: every condition could name a field', () => {
  for (const filter of [
    { all: [] },
    { must: [{ key: 'a' }] },
    { must: [{ key: 'a', match: { value: 1, any: [2] } }] },
    { must: [{ key: 'a', match: { like: 'x' } }] },
    { must: [{ key: 'a', near: {} }] },
    { must: [1] },
    { must: 'a' },
    { must: [{ nested: { key: 'a' } }] },
    { must: [{ has_id: 'x' }] },
    { must: [{ key: 1, match: { value: 1 } }] },
    [],
  ])
    assert.throws(() => read(filter), { kind: 'unreadable' }, JSON.stringify(filter));
});

test('a required filter is written as one condition that reads back as what it demands', () => {
  const eq = (field: string, value: string | number | bigint | boolean): RequiredFilter => ({
    op: 'compare',
    field,
    test: 'eq',
    value,
  });
  for (const [filter, written] of [
    [eq('tenant', 'acme'), '{"key":"tenant","match":{"value":"acme"}}'],
    [eq('a.b c', 3), '{"key":"a.\\"b c\\"","match":{"value":3}}'],
    [eq('n', 2n ** 62n), '{"key":"n","match":{"value":4611686018427387904}}'],
    [eq('share', 0.5), '{"key":"share","range":{"gte":0.5,"lte":0.5}}'],
    [
      { op: 'compare', field: 't', test: 'in', value: ['a', 'b', 1] },
      '{"should":[{"key":"t","match":{"any":["a","b"]}},{"key":"t","match":{"any":[1]}}]}',
    ],
    [
      { op: 'and', of: [eq('a', 1), { op: 'or', of: [eq('b', true), eq('c', 'x')] }] },
      '{"must":[{"key":"a","match":{"value":1}},{"should":[{"key":"b","match":{"value":true}},{"key":"c","match":{"value":"x"}}]}]}',
    ],
  ] as const) {
    assert.equal(writeCondition(filter as RequiredFilter), written);
    assert.doesNotThrow(() => read({ must: [JSON.parse(written)] }));
  }
  for (const filter of [
    eq('$vector', 1),
    eq('n', 2n ** 64n),
    eq('n', Number.NaN),
    { op: 'compare', field: 't', test: 'in', value: [] } as const,
    { op: 'or', of: [] } as const,
  ])
    assert.throws(() => writeCondition(filter), { code: 'filter-has-no-place' });
});
