import assert from 'node:assert/strict';
import { test } from 'node:test';
import { periodText } from './period-text.ts';

for (const [since, text] of [
  ['7d', 'the last 7 days'],
  ['1d', 'the last day'],
  ['90min', 'the last 90 minutes'],
  ['12h', 'the last 12 hours'],
  ['4w', 'the last 4 weeks'],
  ['2026-11-01', 'the last 2026-11-01'],
] as const)
  test(`${since} is ${text}`, () => assert.equal(periodText(since), text));
