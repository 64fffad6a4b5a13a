import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overridesPythonPath } from './env-file.ts';

test('a PYTHONPATH of its own is found by its line', () => {
  assert.equal(overridesPythonPath('A=1\nexport PYTHONPATH=/src\n'), 2);
  assert.equal(overridesPythonPath('PYTHONPATH = src'), 1);
});

test('one that adds to what was there, a comment, or none at all is fine', () => {
  for (const text of [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own spelling
    'PYTHONPATH=${PYTHONPATH}:src',
    'PYTHONPATH="$PYTHONPATH:src"',
    '#PYTHONPATH=x',
    'MY_PYTHONPATH=x',
    '',
  ])
    assert.equal(overridesPythonPath(text), undefined);
});
