import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LookTurns } from './look-turns.ts';

test('two look at a time, the others in their order; of one subject three, and of all not too many', async () => {
  const turns = new LookTurns();
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const look = (subject: string, number: number): Promise<number> =>
    turns.take(subject, async () => {
      begun.push(number);
      await new Promise<void>((end) => ends.push(end));
      if (number === 1) throw new Error('one that fails gives its turn on');
      return number;
    });
  const all = [look('ana', 0), look('ana', 1), look('ana', 2), look('omar', 3)];
  const second = assert.rejects(all[1]!, /gives its turn on/);
  await assert.rejects(look('ana', 9), { status: 429, code: 'too-many-searches' });
  assert.deepEqual(begun, [0, 1]);
  ends[1]!();
  await second;
  assert.deepEqual(begun, [0, 1, 2]);
  ends[0]!();
  ends[2]!();
  assert.deepEqual([await all[0], await all[2]], [0, 2]);
  ends[3]!();
  assert.equal(await all[3], 3);
  // Nobody looks any more: turns are there again.
  const others = Array.from({ length: 8 }, (_, at) => look(`person-${at}`, 100 + at));
  await assert.rejects(look('ana', 9), { status: 429, code: 'too-many-searches' });
  for (let at = 4; at < 12; at += 1) {
    while (ends[at] === undefined) await new Promise((resolve) => setImmediate(resolve));
    ends[at]!();
  }
  assert.equal((await Promise.all(others)).length, 8);
});
