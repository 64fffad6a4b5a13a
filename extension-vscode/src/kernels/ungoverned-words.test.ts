import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KernelEntry } from '../gate/standing.ts';
import { ungovernedWords } from './ungoverned-words.ts';

const kernel = (standing: KernelEntry['standing']): KernelEntry => ({
  pid: 7,
  notebook: 'file:///w/a.ipynb',
  name: 'a.ipynb',
  standing,
  since: 0,
});
const plain = { overriding: undefined, restarted: false };

test('a governed kernel needs no words', () => {
  assert.equal(ungovernedWords(kernel('governed'), plain), undefined);
});

test('each cause has its own remedy first', () => {
  assert.deepEqual(ungovernedWords(kernel('not governed'), plain)?.actions, ['restart']);
  const overridden = ungovernedWords(kernel('not governed'), {
    overriding: { name: 'work/.env', line: 3 },
    restarted: false,
  });
  assert.match(overridden?.message ?? '', /^The kernel of a\.ipynb .* Line 3 of work\/\.env sets PYTHONPATH/);
  assert.equal(overridden?.actions[0], 'env-file');
  const again = ungovernedWords(kernel('not governed'), { overriding: undefined, restarted: true });
  assert.match(again?.message ?? '', /still not governed after its restart/);
  assert.equal(again?.actions[0], 'startup-command');
  const elsewhere = ungovernedWords(kernel('elsewhere'), plain);
  assert.match(elsewhere?.message ?? '', /another machine.*vectorgate-jupyter/);
});
