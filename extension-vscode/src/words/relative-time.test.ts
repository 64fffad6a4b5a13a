import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relativeTime, span } from './relative-time.ts';

test('times are told in their largest unit, on both sides of now', () => {
  const now = 1_000_000_000_000;
  assert.deepEqual(
    [0, -125_000, 7 * 3_600_000, -26 * 3_600_000].map((away) => relativeTime(now + away, now)),
    ['now', '2 min ago', 'in 7 h', '1 d ago'],
  );
  assert.equal(span(400), '1 s');
});
