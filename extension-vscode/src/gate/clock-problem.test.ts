import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockProblem } from './clock-problem.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const header = (minutes: number) => new Date(now + minutes * 60_000).toUTCString();

test('a clock that is off by an hour is told, in which direction and how much', () => {
  assert.match(clockProblem(header(60), now)?.message ?? '', /60 min behind the gateway's/);
  assert.match(clockProblem(header(-180), now)?.message ?? '', /3 h ahead of the gateway's/);
});

test('a few minutes, no header or an unreadable one are nothing', () => {
  for (const date of [header(3), header(-3), null, 'yesterday'])
    assert.equal(clockProblem(date, now), undefined);
});
