import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { LongTurns } from './long-turns.ts';

const always = new AbortController().signal;

test('so many have a turn at a time, begun one by one and in order', async () => {
  const turns = new LongTurns(2);
  const begun: number[] = [];
  const ends = [1, 2, 3].map(async (n) => {
    const end = await turns.take(always);
    begun.push(n);
    return end;
  });
  await Promise.resolve();
  assert.deepEqual(begun, [1]);
  await turn();
  await turn();
  assert.deepEqual(begun, [1, 2]);
  const end = await ends[0]!;
  end();
  end();
  await turn();
  await turn();
  assert.deepEqual(begun, [1, 2, 3]);
});

test('who leaves while waiting leaves the line, and no turn is lost', async () => {
  const turns = new LongTurns(1);
  const end = await turns.take(always);
  const caller = new AbortController();
  const waiting = turns.take(caller.signal);
  const last = turns.take(always);
  caller.abort();
  await assert.rejects(waiting, { code: 'caller-left' });
  await assert.rejects(turns.take(caller.signal), { code: 'caller-left' });
  end();
  (await last)();
  (await turns.take(always))();
});
