import assert from 'node:assert/strict';
import { test } from 'node:test';
import { histogram } from './histogram.ts';

const at = (time: string) => ({ at: Date.parse(time), count: 1, refused: 0, masked: 0 });

test('bars have a round width, hold everything, and are no more than wanted', () => {
  for (const times of [
    ['2026-11-20T09:00:01Z'],
    ['2026-11-20T09:00:01Z', '2026-11-20T09:20:00Z'],
    ['2024-01-01T00:00:00Z', '2026-11-20T09:20:00Z'],
    ['1970-01-01T00:00:00Z', '2026-11-20T09:20:00Z'],
  ]) {
    const bars = histogram(times.map(at), 40);
    assert.ok(bars.length <= 40, `${bars.length}`);
    assert.equal(
      bars.reduce((sum, { count }) => sum + count, 0),
      times.length,
    );
    assert.ok(bars[0]!.from <= Date.parse(times[0]!) && bars.at(-1)!.to > Date.parse(times.at(-1)!));
  }
});

test('what has no time is left out', () => {
  assert.deepEqual(histogram([], 40), []);
  assert.deepEqual(histogram([at('never')], 40), []);
  assert.equal(histogram([at('never'), at('2026-11-20T09:00:01Z')], 40).length, 1);
});
