import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { analyseTest } from '../../testing/language-document.ts';
import { filters } from './filters.ts';

const filter = { require: { filter: { tenant: 'acme' } } };
const permit = (i: number) => ({
  id: `p${i}`,
  effect: 'allow',
  principals: { groups: ['analysts'] },
  resources: { connections: ['insights'] },
  operations: ['search'],
  ...filter,
});
const guard = (i: number) => ({
  id: `b${i}`,
  effect: 'guard',
  principals: { groups: ['contractors'] },
  ...filter,
});

/** How many of some permits are told to be lifted, beside one without a filter, and guards that bind others. */
function lifted(permits: number, guards: number, binding: readonly object[]): number {
  const rules = [
    ...Array.from({ length: permits }, (_, i) => permit(i)),
    { ...permit(permits), require: undefined },
    ...Array.from({ length: guards }, (_, i) => guard(i)),
    ...binding,
  ];
  const text = stringify(
    { apiVersion: 'vectorgate/v1', kind: 'Policy', metadata: { name: 'many' }, spec: { rules } },
    { aliasDuplicateObjects: false },
  );
  return [...filters.find(analyseTest(text))].length;
}

test('a filter that a guard demands too is not told, however many guards there are to compare', () => {
  assert.equal(lifted(3, 3, []), 3);
  assert.equal(lifted(3, 3, [{ id: 'all', effect: 'guard', ...filter }]), 0);
  assert.equal(lifted(500, 1100, [{ id: 'all', effect: 'guard', ...filter }]), 0);
});
