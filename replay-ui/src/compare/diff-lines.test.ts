import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffLines } from './diff-lines.ts';
import { sideBySide } from './side-by-side.ts';

const of = (before: string, after: string): string =>
  diffLines(before, after)
    .lines.map(({ kind, text }) => `${{ same: ' ', removed: '-', added: '+' }[kind]}${text}`)
    .join('|');

test('lines that stay are told from those that came and went', () => {
  assert.equal(of('a\nb\nc', 'a\nx\nc'), ' a|-b|+x| c');
  assert.equal(of('a\nb\nc\nd', 'b\nc\nd\ne'), '-a| b| c| d|+e');
  assert.equal(of('', 'a'), '-|+a');
  assert.ok(diffLines('a\nb', 'a\nb').same);
});

test('both texts can be put together again from it', () => {
  const words = 'abcabdacbadcbadcab'.split('');
  for (let cut = 1; cut < words.length; cut++) {
    const before = words.slice(0, cut).join('\n');
    const after = words.slice(cut).concat(words.slice(0, 3)).join('\n');
    const { lines } = diffLines(before, after);
    const side = (without: string): string =>
      lines
        .filter(({ kind }) => kind !== without)
        .map(({ text }) => text)
        .join('\n');
    assert.equal(side('added'), before);
    assert.equal(side('removed'), after);
  }
});

test('very long texts are cut, and it is said', () => {
  const long = Array.from({ length: 5_000 }, (_, at) => `line ${at}`).join('\n');
  assert.ok(diffLines(long, `x\n${long}`).cut);
});

test('beside each other, what went stands by what came', () => {
  assert.deepEqual(sideBySide(diffLines('a\nb\nc', 'a\nx\ny\nc').lines), [
    { before: 'a', now: 'a', same: true },
    { before: 'b', now: 'x', same: false },
    { now: 'y', same: false },
    { before: 'c', now: 'c', same: true },
  ]);
});
