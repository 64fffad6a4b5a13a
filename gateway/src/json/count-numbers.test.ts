import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commasOfNumbers, countCommas } from './count-numbers.ts';

const numeric = '0123456789+-.eE, \n\r\t';

test('commas are counted in whatever numbers are made of, wherever they lie in memory', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...numeric), { maxLength: 700 }),
      fc.nat(7),
      fc.nat(9),
      (characters, shift, cut) => {
        const text = characters.join('');
        const memory = Buffer.alloc(text.length + 16, ',');
        memory.write(text, shift, 'latin1');
        const bytes = memory.subarray(shift, shift + text.length);
        const from = Math.min(cut, text.length);
        const expected = text.slice(from).split(',').length - 1;
        assert.equal(countCommas(bytes, from, bytes.length), expected);
        assert.equal(commasOfNumbers(bytes, from, bytes.length), expected);
      },
    ),
  );
});

test('any other byte is told, at every place', () => {
  for (let length = 1; length < 12; length++) {
    for (let at = 0; at < length; at++) {
      for (const other of ['"', '[', '{', '/', 'a', ';', '\0', '\u00e9']) {
        const bytes = Buffer.alloc(length, '1');
        bytes.write(other, at, 'latin1');
        assert.equal(countCommas(bytes, 0, length), -1, `${JSON.stringify(other)} at ${at} of ${length}`);
      }
    }
  }
});
