import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefusalBudget } from './refusal-budget.ts';

const minute = 60_000;

test('what was spent comes back evenly, and the last one may overdraw', () => {
  const told: string[] = [];
  const budget = new RefusalBudget(600, (subject) => told.push(subject));
  assert.equal(budget.charge('a', 599, 0), true);
  assert.equal(budget.charge('a', 601, 0), true);
  assert.equal(budget.charge('a', 1, 0), false);
  assert.equal(budget.charge('b', 1, 0), true);
  // 10 a minute: 1200 spent, 600 are free again after 60 minutes and a bit.
  assert.equal(budget.charge('a', 1, 59 * minute), false);
  assert.equal(budget.charge('a', 1, 61 * minute), true);
  assert.deepEqual(told, ['a'], 'told once');
});

test('it is told again when it was used up again', () => {
  const told: string[] = [];
  const budget = new RefusalBudget(600, (subject) => told.push(subject));
  for (const start of [0, 90 * minute]) {
    assert.equal(budget.charge('a', 700, start), true);
    assert.equal(budget.charge('a', 1, start), false);
    assert.equal(budget.charge('a', 1, start), false);
  }
  assert.deepEqual(told, ['a', 'a']);
});

test('memory follows the subjects of the last hour', () => {
  const budget = new RefusalBudget(600, () => undefined);
  for (let i = 0; i < 1000; i++) budget.charge(`s${i}`, 1, 0);
  assert.equal(budget.size, 1000);
  budget.charge('later', 1, 2 * minute);
  assert.equal(budget.size, 1);
});

test('a clock that is set back gives nothing back', () => {
  const budget = new RefusalBudget(600, () => undefined);
  budget.charge('a', 600, 90 * minute);
  assert.equal(budget.charge('a', 1, 0), false);
});
