import assert from 'node:assert/strict';
import { test } from 'node:test';
import { howLong } from './how-long.ts';

const hour = 3_600_000;

test('a length of time is told by the unit that people count it in', () => {
  const told = [0, 0.5, 1, 47, 48, 24 * 400, 24 * 729, 24 * 730, 24 * 26_330].map((hours) =>
    howLong(hours * hour),
  );
  assert.deepEqual(told, [
    '1 minute',
    '30 minutes',
    '1 hour',
    '47 hours',
    '2 days',
    '400 days',
    '729 days',
    '2 years',
    '72 years',
  ]);
});
