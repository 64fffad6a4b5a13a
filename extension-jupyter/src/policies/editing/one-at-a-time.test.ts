import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OneAtATime } from './one-at-a-time.ts';

test('what is asked for while it is done is done once more after that, and never twice at once', async () => {
  const ends: (() => void)[] = [];
  let under = 0;
  let most = 0;
  const work = new OneAtATime(async () => {
    most = Math.max(most, ++under);
    await new Promise<void>((resolve) => ends.push(resolve));
    under--;
  });
  const end = async (): Promise<void> => {
    ends.at(-1)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  const first = work.ask();
  // Three keys while a look is under way.
  let answered = 0;
  for (let i = 0; i < 3; i++) void work.ask().then(() => answered++);
  assert.equal(ends.length, 1);
  await end();
  // Whoever asks meanwhile waits for what is done after that.
  assert.deepEqual([ends.length, answered], [2, 0]);
  await end();
  await first;
  assert.equal(answered, 3);
  assert.deepEqual([ends.length, most, under], [2, 1, 0]);
  void work.ask();
  assert.equal(ends.length, 3);
  await end();
});

test('what failed keeps nobody from asking again', async () => {
  let done = 0;
  const work = new OneAtATime(async () => {
    if (done++ === 0) throw new Error('no');
  });
  await assert.rejects(work.ask(), /no/);
  await work.ask();
  assert.equal(done, 2);
});
