import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TrustedKeys } from './trusted-keys.ts';

test('keys are kept once; what somebody else wrote there counts for nothing', () => {
  const kept = new Map<string, string>();
  const keys = new TrustedKeys({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => kept.set(name, value),
  });
  assert.deepEqual(keys.all(), []);
  keys.keep('log+1');
  keys.keep('log+2');
  keys.keep('log+1');
  assert.deepEqual(keys.all(), ['log+1', 'log+2']);
  for (const text of ['{', '7', '{"a":1}']) {
    for (const name of kept.keys()) kept.set(name, text);
    assert.deepEqual(keys.all(), [], text);
  }
});
