import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterText } from './filter-text.ts';
import { maskText } from './mask-text.ts';

const compare = (field: string, test: string, value: unknown) => ({ op: 'compare', field, test, value });

test('filters read as people say them', () => {
  assert.equal(filterText(compare('tenant', 'eq', 'acme')), 'tenant = "acme"');
  assert.equal(
    filterText({
      op: 'and',
      of: [
        compare('product', 'in', ['a', 'b']),
        { op: 'or', of: [compare('n', 'gte', 3), { op: 'not', of: compare('x', 'exists', true) }] },
      ],
    }),
    'product in ("a", "b") and (n ≥ 3 or not (x exists true))',
  );
  assert.equal(filterText({ op: 'opaque', fields: ['a', 'b'] }), 'a condition on a, b');
  assert.equal(filterText({ op: 'opaque', fields: 'all' }), 'a condition that may be on any field');
  assert.equal(filterText(undefined), '');
});

test('masks too', () => {
  assert.equal(
    maskText({ fields: { paths: ['email'] }, method: 'partial', keepLast: 4 }),
    'email shown in part (last 4 kept)',
  );
  assert.equal(
    maskText({ fields: { all: true, except: ['title'] }, method: 'drop' }),
    'all fields but title left out',
  );
});
