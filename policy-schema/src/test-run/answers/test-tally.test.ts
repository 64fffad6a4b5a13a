import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinTallies, noTests, tallyWords } from './test-tally.ts';

test('the line above a policy says how its tests come out, and when that was before a change', () => {
  const said = (passed: number, failed: number, trouble?: string) =>
    [true, false].map((isNow) => tallyWords({ passed, failed, ...(trouble && { trouble }) }, isNow));
  assert.deepEqual(said(3, 0), ['3 tests pass', '3 tests passed before this change']);
  assert.deepEqual(said(1, 0), ['1 test passes', '1 test passed before this change']);
  assert.deepEqual(said(2, 1), ['1 of 3 tests fails', '1 of 3 tests failed before this change']);
  assert.deepEqual(said(0, 2), ['2 of 2 tests fail', '2 of 2 tests failed before this change']);
  assert.deepEqual(said(2, 0, 'why'), ['tests cannot be run', 'tests could not be run before this change']);
  assert.deepEqual(said(0, 0), [undefined, undefined]);
});

test('those of several files are one sum; what kept one from being run is kept', () => {
  assert.deepEqual(joinTallies([]), noTests);
  assert.deepEqual(
    joinTallies([
      { passed: 2, failed: 1 },
      { passed: 0, failed: 0, trouble: 'first' },
      { passed: 1, failed: 0, trouble: 'second' },
    ]),
    { passed: 3, failed: 1, trouble: 'first' },
  );
});
