import assert from 'node:assert/strict';
import { test } from 'node:test';
import { releaseOf } from './release-of.ts';

test('major and minor number of a version', () => {
  assert.deepEqual(releaseOf('1.18.3'), [1, 18]);
  assert.deepEqual(releaseOf('1.19.1-dev'), [1, 19]);
  for (const text of ['', '1', '1.2', 'v1.2.3', '1.x.0', '1.2.3 evil', '1.2.3\n'])
    assert.equal(releaseOf(text), undefined, text);
});
