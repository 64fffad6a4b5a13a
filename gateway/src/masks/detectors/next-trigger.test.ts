import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { triggerSearch } from './next-trigger.ts';

test('the next trigger is the one that a look at each byte finds, wherever the text lies in memory', () => {
  const table = new Uint8Array(256);
  for (const byte of [0x30, 0x40, 0xef]) table[byte] = 1;
  const next = triggerSearch(table);
  const byte = fc.oneof(fc.constantFrom(0x30, 0x40, 0xef), fc.integer({ min: 0x61, max: 0x7a }));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(3), fc.nat(45), fc.nat(45), (text, shift, a, b) => {
      // What stands before and behind must not matter.
      const memory = Buffer.alloc(text.length + 8, 0x30);
      memory.set(text, shift);
      const bytes = memory.subarray(shift, shift + text.length);
      const from = Math.min(a, text.length);
      const end = Math.min(Math.max(a, b), text.length);
      let expected = from;
      while (expected < end && table[bytes[expected]!] === 0) expected++;
      assert.equal(next(bytes, from, end), expected);
    }),
  );
});
