import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../pipeline/refusal.ts';
import { BodyBudget } from './body-budget.ts';

test('what is taken is given back once, and no more is given than there is', () => {
  const budget = new BodyBudget(100, 0);
  const first = budget.room();
  first.take(60);
  const second = budget.room();
  assert.throws(
    () => second.take(41),
    (error: unknown) => error instanceof Refusal && error.code === 'gateway-busy',
  );
  second.take(40);
  second.giveBack();
  first.giveBack();
  first.giveBack();
  const third = budget.room();
  third.take(99);
  third.take(1);
  assert.throws(() => third.take(1), Refusal);
  third.giveBack();
  budget.room().take(100);
});

test('large bodies leave room for small ones', () => {
  const mebibyte = 2 ** 20;
  const budget = new BodyBudget(8 * mebibyte, mebibyte);
  const large = budget.room();
  large.take(7 * mebibyte);
  assert.throws(() => large.take(1), Refusal);
  assert.throws(() => budget.room().take(mebibyte + 1), Refusal);
  const few = budget.room();
  few.take(mebibyte);
  assert.throws(() => budget.room().take(1), Refusal);
  few.giveBack();
  budget.room().take(1);
});
