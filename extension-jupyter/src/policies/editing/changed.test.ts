import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changed } from './changed.ts';

const texts = ['', 'a', 'aa', 'ab', 'a: b\nc: d\n', 'a:  b\nc: d\n', 'a: b\nc: d\nc: d\n'];

test('the part that differs, written there, makes one text the other', () => {
  for (const before of texts)
    for (const after of texts) {
      const { from, to, insert } = changed(before, after);
      assert.ok(from <= to);
      assert.equal(before.slice(0, from) + insert + before.slice(to), after);
    }
});

test('what is the same is left alone', () => {
  assert.deepEqual(changed('a:  b\nc: d\n', 'a: b\nc: d\n'), { from: 3, to: 4, insert: '' });
});
