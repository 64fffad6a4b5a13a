import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameMemory } from './frame-memory.ts';

test('a frame keeps its bytes until it is released, in whatever order that happens', () => {
  const size = fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 200_000, max: 400_000 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(size, fc.nat(20)), { maxLength: 120 }), (steps) => {
      const memory = new FrameMemory();
      const live: { frame: Buffer; mark: number }[] = [];
      for (const [index, [length, release]] of steps.entries()) {
        const frame = memory.frame(length);
        const mark = index % 251;
        frame.fill(mark);
        live.push({ frame, mark });
        if (release < live.length) memory.release(live.splice(release, 1)[0]!.frame);
        for (const { frame: held, mark: expected } of live)
          assert.ok(held[0] === expected && held[held.length - 1] === expected);
      }
    }),
    { numRuns: 30 },
  );
});

test('the same memory serves one batch after the other', () => {
  const memory = new FrameMemory();
  const first = memory.frame(1000);
  const second = memory.frame(1000);
  assert.equal(first.buffer, second.buffer);
  assert.equal(second.byteOffset, first.byteOffset + first.length);
  memory.release(first);
  memory.release(second);
  assert.equal(memory.frame(5000).byteOffset, first.byteOffset);
});
