import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequiredFilter } from '../operation/filter.ts';
import { filterForm, normalFilter } from './filter-form.ts';
import { maskForm, normalMask } from './mask-form.ts';

const eq = (field: string, value: string): RequiredFilter => ({ op: 'compare', field, test: 'eq', value });

test('filters that mean the same have one form, however they are nested and ordered', () => {
  assert.equal(filterForm(undefined), 'none');
  assert.deepEqual(filterForm(eq('tenant', 'a')), { tenant: 'a' });
  const either: RequiredFilter = { op: 'or', of: [eq('tenant', 'b'), eq('tenant', 'a')] };
  assert.deepEqual(filterForm({ op: 'and', of: [either, eq('level', 'x')] }), [
    { level: 'x', tenant: 'a' },
    { level: 'x', tenant: 'b' },
  ]);
  const listed: RequiredFilter = { op: 'compare', field: 'n', test: 'in', value: ['b', 'a', 'b'] };
  assert.deepEqual(filterForm(listed), { n: ['a', 'b'] });
  assert.deepEqual(normalFilter({ n: ['b', 'a'] }), { n: ['a', 'b'] });
  assert.deepEqual(normalFilter({ n: ['a'] }), { n: 'a' });
  assert.deepEqual(normalFilter([{ tenant: 'b' }, { tenant: 'a' }]), filterForm(either));
  assert.notDeepEqual(filterForm(eq('tenant', 'a')), filterForm(eq('tenant', 'b')));
});

test('a filter that no test can write is said to be so, and never taken for another', () => {
  assert.equal(filterForm({ op: 'and', of: [eq('t', 'a'), eq('t', 'b')] }), 'not to be written down');
  const wide: RequiredFilter = { op: 'or', of: Array.from({ length: 20 }, (_, i) => eq(`f${i}`, 'a')) };
  assert.equal(filterForm({ op: 'and', of: [wide, wide] }), 'not to be written down');
});

test('masks have one form, as a test may write them', () => {
  assert.equal(maskForm(undefined), 'none');
  assert.equal(maskForm({ whole: { method: 'redact' }, rules: [] }), 'redact');
  const detectors = new Map([
    ['phone', { method: 'redact' as const }],
    ['email', { method: 'redact' as const }],
    ['iban', { method: 'partial' as const, keepLast: 4 }],
  ]);
  const form = maskForm({ detectors, rules: [] });
  assert.deepEqual(
    form,
    normalMask([
      { method: 'partial', keepLast: 4, detectors: ['iban'] },
      { detectors: ['phone', 'email'], method: 'redact' },
    ]),
  );
  assert.deepEqual(normalMask({ method: 'drop' }), 'drop');
  assert.notDeepEqual(
    normalMask({ method: 'partial', keepLast: 4 }),
    normalMask({ method: 'partial', keepLast: 3 }),
  );
  assert.notDeepEqual(normalMask({ method: 'redact', detectors: ['email'] }), normalMask('redact'));
});
