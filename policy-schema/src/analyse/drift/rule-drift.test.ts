import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPolicies } from '../../compile/load-policies.ts';
import { ruleDrift } from './rule-drift.ts';

const setOf = (...rules: readonly string[]) => {
  const head =
    'apiVersion: vectorgate/v1\nkind: Policy\nmetadata: { name: p, owner: o, contact: "#o" }\nspec:\n  rules:\n';
  const text = head + rules.map((rule) => `    - { ${rule} }\n`).join('');
  const loaded = loadPolicies({ files: [{ path: 'p.policy.yaml', text }] });
  assert.ok(loaded.ok, JSON.stringify(loaded));
  return loaded.set;
};
const read = (id: string, more = ''): string =>
  `id: ${id}, effect: allow, principals: { groups: [a] }, resources: { connections: [c] }, operations: [read]${more}`;
const drift = (before: readonly string[], after: readonly string[]): unknown[] =>
  ruleDrift(setOf(...before), setOf(...after)).map(({ rule, how, line }) => [rule, how, line]);

test('rules are told by their names: which are new, gone or otherwise', () => {
  assert.deepEqual(
    drift(
      [read('one'), read('two'), read('three')],
      [read('two', ', limits: { topK: 5 }'), read('three'), read('four')],
    ),
    [
      ['two', 'changed', 6],
      ['four', 'added', 8],
      ['one', 'removed', 6],
    ],
  );
});

test('order and place make no difference; what a rule says to people, and whether it only watches, do', () => {
  assert.deepEqual(drift([read('one'), read('two')], [read('two'), read('one')]), []);
  assert.deepEqual(drift([read('one')], [read('one', ', message: "Ask us."')]), [['one', 'changed', 6]]);
  assert.deepEqual(drift([read('one')], [read('one', ', mode: monitor')]), [['one', 'changed', 6]]);
});
