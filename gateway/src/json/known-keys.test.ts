import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readKey } from './known-keys.ts';

test('a key is what its bytes say, however many were read before', () => {
  const key = fc.oneof(
    fc.constantFrom(
      'id',
      'di',
      'email',
      'naïve',
      'naive',
      'ключ',
      '\u00e9',
      'e\u0301',
      'AaAa',
      'BBBB',
      'AaBB',
    ),
    fc.string({ maxLength: 40, unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 200 }), (keys) => {
      for (const each of keys) {
        const bytes = Buffer.from(`"${each}"`);
        assert.equal(readKey(bytes, 1, bytes.length - 1), each);
      }
    }),
  );
});
