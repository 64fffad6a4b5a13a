import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SayOnce } from './say-once.ts';

test('a topic is said once, and again only after it was over', () => {
  const say = new SayOnce();
  assert.deepEqual([say.first('a'), say.first('a'), say.first('b')], [true, false, true]);
  say.over('a');
  assert.equal(say.first('a'), true);
});
