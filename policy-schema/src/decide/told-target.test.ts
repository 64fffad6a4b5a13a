import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lookedUp, type Target } from '../operation/target.ts';
import { buildInput } from '../testing/build-input.ts';
import { loadRules } from '../testing/load-rules.ts';
import { decide } from './decide.ts';
import type { DecisionRefusal } from './decision.ts';

const rules = [
  {
    id: 'reads',
    effect: 'allow',
    principals: { groups: ['analysts'] },
    resources: { connections: ['insights'], collections: ['customer-*'] },
    operations: ['fetch'],
  },
  { id: 'closed', effect: 'deny', resources: { collections: ['customer-closed'] } },
  {
    id: 'no-writes',
    effect: 'deny',
    resources: { collections: ['customer-frozen'] },
    operations: ['write'],
  },
];

/** A deletion from a collection of this name, which the caller gave by its id. */
function refusalOf(name: string): DecisionRefusal {
  const input = buildInput({}, [{ classes: ['delete'], targets: [name] }]);
  const [operation] = input.operations;
  const targets = operation!.targets.map((target): Target => ({ ...target, collection: lookedUp(name) }));
  const { refusal } = decide(loadRules(rules), { ...input, operations: [{ ...operation!, targets }] });
  assert.ok(refusal !== undefined);
  return refusal;
}

test('a name that was looked up is told to those who may see the collection, and to nobody else', () => {
  for (const [name, told, unseen] of [
    ['payroll', 'this collection', true],
    ['customer-closed', 'this collection', true],
    ['customer-cases', 'customer-cases', undefined],
    ['customer-frozen', 'customer-frozen', undefined],
  ] as const) {
    const refusal = refusalOf(name);
    assert.match(refusal.message, new RegExp(`^delete from ${told} refused: `));
    assert.equal(refusal.unseen, unseen, name);
  }
});

test('a name that the caller said is said back', () => {
  const input = buildInput({}, [{ classes: ['delete'], targets: ['payroll'] }]);
  const { refusal } = decide(loadRules(rules), input);
  assert.match(refusal?.message ?? '', /^delete from payroll refused: /);
  assert.equal(refusal?.unseen, undefined);
});
