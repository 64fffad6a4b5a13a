import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carriesMarks } from './carries-marks.ts';
import { hashText } from './hash-text.ts';
import { detectorMarks, findingMark, redactedMark } from './marks.ts';
import { partialText } from './partial-text.ts';
import { tokenText } from './token-text.ts';

test('every mark that a mask can write is known again', () => {
  const key = new Uint8Array(32);
  const marks = [redactedMark, ...Object.values(detectorMarks), hashText('x', key)];
  marks.push(
    tokenText('x', key),
    findingMark('employee-id'),
    findingMark('a'),
    findingMark(`a${'-9'.repeat(19)}b`),
  );
  for (const text of ['ana.ruiz@acme.com', 'abc', 'a', '', '😀😀😀😀😀😀']) {
    for (const keep of [0, 1, 2, 4])
      marks.push(partialText(text, 0, keep), partialText(text, keep, 0), partialText(text, keep, keep));
  }
  for (const mark of marks) assert.ok(carriesMarks(`before ${mark} after`), mark);
});

test('ordinary text is not', () => {
  for (const text of [
    '• one item',
    'a • b',
    '«quoted»',
    '«email',
    'email',
    '«hash:xyz»',
    '«token:abc»',
    '«pattern:»',
    '«pattern:E 1»',
    '',
  ])
    assert.ok(!carriesMarks(text), text);
});

test('partial shows at most a third, in whole characters', () => {
  assert.equal(partialText('ana.ruiz@acme.com', 0, 4), '•••••••••••••.com');
  assert.equal(partialText('ana.ruiz@acme.com', 1, 4), 'a••••••••••••.com');
  assert.equal(partialText('ana.ruiz@acme.com', 0, 6), redactedMark);
  assert.equal(partialText('😀a😀b😀c', 0, 2), '••••😀c');
  assert.equal(partialText('ab', 0, 0), redactedMark);
});

test('a hash is stable under one key and different under another', () => {
  const [a, b] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  assert.equal(hashText('x', a), hashText('x', a));
  assert.notEqual(hashText('x', a), hashText('x', b));
  assert.notEqual(hashText('x', a), hashText('y', a));
});
