import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counted, duration, size } from './amounts.ts';

test('amounts have units', () => {
  assert.equal(counted(1, 'step'), '1 step');
  assert.equal(counted(12_345, 'step'), '12,345 steps');
  assert.deepEqual([0, 999, 1_000, 1_234_567, 52_000_000].map(size), [
    '0 B',
    '999 B',
    '1.0 kB',
    '1.2 MB',
    '52 MB',
  ]);
  assert.deepEqual([0, 12.4, 1_400, 90_000, 7_200_000, 864_000_000].map(duration), [
    '0 ms',
    '12 ms',
    '1.4 s',
    '2 min',
    '2 h',
    '10 days',
  ]);
});
