import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BodyMemory } from './body-memory.ts';

test('memory is never given to two at a time, and is always long enough', () => {
  const step = fc.tuple(fc.integer({ min: 1, max: 3_000_000 }), fc.nat(9), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const memory = new BodyMemory();
      const held: Buffer[] = [];
      for (const [length, back, sweep] of steps) {
        const bytes = memory.take(length);
        assert.ok(bytes.length >= length && bytes.length <= 2 * length);
        assert.ok(held.every((other) => other.buffer !== bytes.buffer));
        held.push(bytes);
        if (back < held.length) memory.give(held.splice(back, 1)[0]!);
        if (sweep) memory.sweep();
      }
    }),
    { numRuns: 50 },
  );
});

test('what was given back serves a like body, until it was not used for a while', () => {
  const memory = new BodyMemory();
  const first = memory.take(1_000_000);
  memory.give(first);
  assert.equal(memory.take(990_000).buffer, first.buffer);
  memory.give(first);
  assert.notEqual(memory.take(100_000).buffer, first.buffer);
  for (let i = 0; i < 3; i++) memory.sweep();
  assert.notEqual(memory.take(990_000).buffer, first.buffer);
});
