import assert from 'node:assert/strict';
import { test } from 'node:test';
import { absoluteTime, clockTime, relativeTime } from './times.ts';

const now = Date.UTC(2026, 10, 20, 12);

test('times are relative while that says more', () => {
  assert.equal(relativeTime(now - 5_000, now), 'just now');
  assert.equal(relativeTime(now - 120_000, now), '2 min ago');
  assert.equal(relativeTime(now - 3 * 3_600_000, now), '3 h ago');
  assert.match(relativeTime(now - 5 * 86_400_000, now), /15 Nov 2026/);
});

test('a time that is none is said to be unknown', () => {
  for (const text of [relativeTime(Number.NaN, now), clockTime(Number.NaN), absoluteTime(Number.NaN)])
    assert.equal(text, 'time unknown');
});
