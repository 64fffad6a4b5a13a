import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReplayError } from './replay-error.ts';
import { troubleOf } from './trouble.ts';

test('the remedy of whoever rejected is shown, also when its class was lost on the way', () => {
  const error = new ReplayError('signed-out', 'You are signed out.', 'Sign in.');
  const expected = { message: 'You are signed out.', remedy: 'Sign in.' };
  assert.deepEqual(troubleOf(error), expected);
  assert.deepEqual(troubleOf(Object.assign(new Error(error.message), { remedy: error.remedy })), expected);
});

test('anything else gets the general remedy, and what would hide in it is shown', () => {
  assert.match(troubleOf(new Error('x\u202ey')).message, /^x⟨RLO⟩y$/);
  assert.match(troubleOf('plain').remedy, /^Look again/);
  assert.ok(troubleOf(new Error('z'.repeat(1_000_000))).message.length < 3_000);
});
