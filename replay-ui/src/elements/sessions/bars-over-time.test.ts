import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionSummary } from '../../records/session-summary.ts';
import { BarsOverTime } from './bars-over-time.ts';

const sessions = (count: number): readonly SessionSummary[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${at}`,
    who: { issuer: 'people', subject: 'ana', name: 'Ana Ruiz' },
    ...{ connection: 'insights', store: 'chroma', records: 1, refused: 0, masked: 0 },
    started: '2026-11-20T09:00:01Z',
    ended: '2026-11-20T09:00:02Z',
  }));
const countOf = (bars: ReturnType<BarsOverTime['of']>): number | undefined =>
  bars?.reduce((sum, { count }) => sum + count, 0);

test('a short list is counted at once', () => {
  const bars = new BarsOverTime(
    () => assert.fail('counted later'),
    () => assert.fail('left for later'),
  );
  assert.equal(countOf(bars.of(sessions(3))), 3);
});

test('of a long one the rows come first; what was a list meanwhile is not counted', () => {
  const due: (() => void)[] = [];
  let changed = 0;
  const bars = new BarsOverTime(
    () => changed++,
    (then) => due.push(then),
  );
  const [first, second] = [sessions(10_000), sessions(20_000)];
  assert.equal(bars.of(first), undefined);
  assert.equal(bars.of(first), undefined);
  assert.equal(bars.of(second), undefined);
  assert.equal(due.length, 2, 'each list is counted once');
  due[0]!();
  assert.equal(changed, 0);
  assert.equal(bars.of(second), undefined);
  due[1]!();
  assert.equal(changed, 1);
  assert.equal(countOf(bars.of(second)), 20_000);
});
