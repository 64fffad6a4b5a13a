import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepAxis } from './step-axis.ts';

const of = (...times: readonly number[]) => stepAxis(times.map((at) => ({ at })));

test('steps stand where their time is', () => {
  assert.deepEqual(of(0, 10, 20).places, [0, 0.5, 1]);
  assert.deepEqual(of(5).places, [0.5]);
  assert.deepEqual(of().places, []);
});

test('a long silence is folded, and said', () => {
  const { places, folded } = of(0, 10, 20, 3_600_000, 3_600_010);
  assert.ok(places[2]! > 0.1, 'the busy times are still seen');
  assert.equal(folded.length, 1);
  assert.equal(folded[0]!.milliseconds, 3_599_980);
});

test('equal times stand side by side, and a clock that jumped back breaks nothing', () => {
  const { places } = of(0, 0, 0, 5, 3, 10);
  for (let at = 1; at < places.length; at++) assert.ok(places[at]! > places[at - 1]!);
  assert.equal(places.at(-1), 1);
});
