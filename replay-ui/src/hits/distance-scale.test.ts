import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distanceScale } from './distance-scale.ts';

test('a scale begins at zero, ends at a round number, and holds all values', () => {
  const { from, to, ticks } = distanceScale([0.31, 0.34, 0.56]);
  assert.deepEqual([from, to], [0, 0.6]);
  assert.deepEqual(ticks, [0, 0.2, 0.4, 0.6]);
});

test('what lies close together far from zero is spread out', () => {
  const { from, share } = distanceScale([0.95, 0.96, 0.97]);
  assert.ok(from > 0.9);
  assert.ok(share(0.97) - share(0.95) > 0.5);
});

test('scores below zero, equal values, none, and what is no number', () => {
  const { from, to } = distanceScale([-0.4, 0.9]);
  assert.ok(from <= -0.4 && to >= 0.9);
  for (const values of [[], [0], [5, 5], [Number.NaN], [Number.POSITIVE_INFINITY, 1]]) {
    const scale = distanceScale(values);
    assert.ok(Number.isFinite(scale.from) && scale.to > scale.from && scale.ticks.length < 20);
    assert.ok(scale.share(5) >= 0 && scale.share(5) <= 1);
  }
});
