import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LatestExamples } from './latest-examples.ts';

test('the latest are kept, in whatever order they come', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      (times, most) => {
        const latest = new LatestExamples<{ time: number }>(most);
        for (const time of times) latest.add({ time });
        const expected = times.toSorted((a, b) => b - a).slice(0, most);
        assert.deepEqual(
          latest.all.map(({ time }) => time).sort((a, b) => b - a),
          expected,
        );
        assert.equal(latest.isFull, times.length >= most);
      },
    ),
  );
});
