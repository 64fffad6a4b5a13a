import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relative } from './ago.ts';

test('times are said relative to now', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const said = [
    '2026-11-21T11:59:30Z',
    '2026-11-21T11:57:00Z',
    '2026-11-21T09:00:00Z',
    '2026-11-18T12:00:00Z',
    '2026-11-21T19:30:00Z',
    'never',
  ];
  assert.deepEqual(
    said.map((time) => relative(time, now)),
    ['just now', '3 min ago', '3 h ago', '3 d ago', 'in 7 h', ''],
  );
});
