import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPercentText, writePercentText } from './percent-text.ts';

test('texts survive, and only printable ASCII is written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const written = writePercentText(text);
      assert.match(written, /^[\x20-\x7e]*$/);
      assert.equal(readPercentText(written), text);
    }),
  );
  assert.equal(writePercentText('100 %\nnext ’'), '100 %25%0Anext %E2%80%99');
});

test('what is no octet stays as it is', () => {
  for (const text of ['%', '%4', '%zz', '100% sure', '%%41x'])
    assert.ok(readPercentText(text).startsWith('%') || text.startsWith('1'));
  assert.equal(readPercentText('100% sure'), '100% sure');
  assert.equal(readPercentText('%%41'), '%A');
});
