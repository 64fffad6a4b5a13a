import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeAll } from './close-all.ts';

test('one that fails keeps none of the others from being closed', async () => {
  const closed: number[] = [];
  const closers = [1, 2, 3].map((number) => async () => {
    closed.push(number);
    if (number > 1) throw new Error(`${number} failed`);
  });
  await assert.rejects(closeAll(closers), /3 failed/);
  assert.deepEqual(closed, [3, 2, 1]);
  assert.deepEqual(closers, []);
});
