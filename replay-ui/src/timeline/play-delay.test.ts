import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playDelay } from './play-delay.ts';

test('a step shows as long as it took, within what can be followed', () => {
  assert.equal(playDelay(1_000, 1), 1_000);
  assert.equal(playDelay(1_000, 2), 500);
  assert.equal(playDelay(3, 1), 250);
  assert.equal(playDelay(3_600_000, 1), 2_500);
  assert.equal(playDelay(-5, 1), 250);
  assert.equal(playDelay(Number.NaN, 4), 62.5);
});
