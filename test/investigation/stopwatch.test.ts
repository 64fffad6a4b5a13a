import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stopwatch } from './stopwatch.ts';

const walk = (milliseconds: number, holds: boolean) => {
  let at = 5;
  const watch = new Stopwatch('a walk', { holds, now: () => at });
  at += milliseconds;
  return () => watch.stop();
};

test('a walk of more than two minutes fails where the promise is held against it, in words', () => {
  walk(120_000, true)();
  walk(120_100, false)();
  assert.throws(walk(120_100, true), /took 120\.1 s; two minutes are promised/);
});
