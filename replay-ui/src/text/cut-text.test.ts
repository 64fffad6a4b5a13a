import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutText } from './cut-text.ts';

test('a text is cut at its length, never through a character', () => {
  assert.deepEqual(cutText('abc', 3), { shown: 'abc', left: 0 });
  assert.deepEqual(cutText('abcd', 3), { shown: 'abc', left: 1 });
  assert.deepEqual(cutText('ab😀d', 3), { shown: 'ab', left: 3 });
});
