import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SandboxCounts } from '../../host/replay-sandbox.ts';
import { countsText, spokenOf } from './sandbox-words.ts';

const counts: SandboxCounts = {
  steps: 16,
  answered: 14,
  missing: 0,
  again: 0,
  notAsked: 2,
  notAnswered: 0,
  latest: [],
  programs: 0,
};

test('numbers are said where there are any', () => {
  assert.equal(countsText(counts), '14 of 16 recorded steps answered');
  assert.equal(countsText({ ...counts, answered: 16 }), '16 of 16 recorded steps answered');
  assert.equal(
    countsText({ ...counts, again: 1, notAnswered: 2, programs: 1 }),
    '14 of 16 recorded steps answered, 1 call answered again, 2 calls not answered, 1 program in it',
  );
});

test('a new state is spoken once, numbers are not', () => {
  const ready = { state: 'ready', address: 'http://127.0.0.1:1', names: [], counts } as const;
  assert.equal(spokenOf({ state: 'starting' }, ready), 'The sandbox is ready at http://127.0.0.1:1.');
  assert.equal(spokenOf(ready, { ...ready, counts: { ...counts, answered: 15 } }), undefined);
  assert.equal(
    spokenOf(ready, { state: 'ended', counts }),
    'The sandbox has ended: 14 of 16 recorded steps answered.',
  );
  assert.equal(spokenOf(ready, { state: 'failed', message: 'What.', remedy: 'Do this.' }), 'What. Do this.');
  assert.equal(spokenOf(ready, undefined), undefined);
});
