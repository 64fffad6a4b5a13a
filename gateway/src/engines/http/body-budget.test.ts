import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../pipeline/refusal.ts';
import { BodyBudget } from './body-budget.ts';

test('what is taken is given back once, and no more is given than there is', () => {
  const budget = new BodyBudget(100);
  const giveBack = budget.take(60);
  assert.throws(
    () => budget.take(41),
    (error: unknown) => error instanceof Refusal && error.code === 'gateway-busy',
  );
  budget.take(40)();
  giveBack();
  giveBack();
  budget.take(100);
  assert.throws(() => budget.take(1), Refusal);
});
