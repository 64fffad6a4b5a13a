import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writesConditionally } from './conditional-writes.ts';

test('only a version that is known to look and write in one step is taken for one', () => {
  for (const version of ['1.16.0', '1.18.3', '1.100.0', '2.0.0', '1.19.1-dev'])
    assert.equal(writesConditionally(version), true, version);
  for (const version of [undefined, '', '1.15.9', '1.9.0', '0.99.0', 'v1.18.3', '1', '1.x.0'])
    assert.equal(writesConditionally(version), false, version);
});
