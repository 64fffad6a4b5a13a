import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TypingPause } from './typing-pause.ts';

const after = (...looks: readonly number[]): number => {
  const pause = new TypingPause();
  for (const look of looks) pause.took(look);
  return pause.milliseconds;
};

test('where a look takes up to 40 ms, the pause, the look and 5 ms of drawing are done within 50 ms of a key', () => {
  for (const took of [0, 5, 20, 30, 34.9, 40]) {
    const pause = after(took, took);
    assert.ok(pause + took + 5 <= 50, `${pause} and ${took}`);
    assert.ok(pause >= 5 && pause <= 20, `${pause}`);
  }
});

test('where they are slow, the pause is longer the longer they take, up to a bound, without a step', () => {
  const pauses = [50, 51, 60, 100, 133, 1_000].map((took) => after(took, took));
  assert.deepEqual(pauses, [5, 11, 65, 305, 400, 400]);
});

test('one slow look among quick ones says nothing, and two do until the next quick one', () => {
  assert.equal(after(500), 20);
  assert.equal(after(5, 500), 20);
  assert.equal(after(500, 500), 400);
  assert.equal(after(500, 500, 5), 20);
});
