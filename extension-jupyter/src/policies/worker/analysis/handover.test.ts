import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Handover } from './handover.ts';

test('what is given is taken in order, and giving waits for it', async () => {
  const handover = new Handover<number>();
  const told: string[] = [];
  const first = handover.give(1).then(() => told.push('the first was taken'));
  await Promise.resolve();
  assert.deepEqual(told, []);
  assert.equal(await handover.take(), 1);
  await first;
  const second = handover.give(2);
  assert.equal(await handover.take(), 2);
  await second;
  assert.deepEqual(told, ['the first was taken']);
});

test('whoever waits gets what comes', async () => {
  const handover = new Handover<string>();
  const waits = handover.take();
  await handover.give('a');
  assert.equal(await waits, 'a');
});
