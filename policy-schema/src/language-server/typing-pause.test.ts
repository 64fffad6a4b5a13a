import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TypingPause } from './typing-pause.ts';

const after = (...looks: readonly number[]): number => {
  const pause = new TypingPause();
  for (const look of looks) pause.took(look);
  return pause.milliseconds;
};

test('where looks are quick, the pause and a look are done within 50 ms of a key', () => {
  for (const looks of [[], [5], [5, 5], [30, 30]]) assert.ok(after(...looks) + (looks.at(-1) ?? 0) <= 50);
});

test('where they are slow, the pause is longer the longer they take, up to a bound', () => {
  const pauses = [31, 50, 100, 133, 1_000].map((took) => after(took, took));
  assert.deepEqual(pauses, [93, 150, 300, 399, 400]);
});

test('one slow look among quick ones says nothing, and two do until the next quick one', () => {
  assert.equal(after(500), 20);
  assert.equal(after(5, 500), 20);
  assert.equal(after(500, 500), 400);
  assert.equal(after(500, 500, 5), 20);
});
