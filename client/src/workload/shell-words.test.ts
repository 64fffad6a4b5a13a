import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shellWords } from './shell-words.ts';

test('words are parted as a shell parts them', () => {
  for (const [text, words] of [
    ['print-token', ['print-token']],
    ['  print-token  --for\tgate ', ['print-token', '--for', 'gate']],
    [`a 'b c' "d e"f g''`, ['a', 'b c', 'd ef', 'g']],
    [`"" ''`, ['', '']],
    [String.raw`a\ b "c\"d\e" 'f\g'`, ['a b', String.raw`c"d\e`, String.raw`f\g`]],
    ['', []],
  ] as const)
    assert.deepEqual(shellWords(text, true), words, text);
  for (const open of [`a 'b`, `"a`, 'a\\']) assert.equal(shellWords(open, true), undefined, open);
  assert.deepEqual(shellWords(String.raw`C:\bin\token.exe "C:\a b\c"`, false), [
    String.raw`C:\bin\token.exe`,
    String.raw`C:\a b\c`,
  ]);
});
