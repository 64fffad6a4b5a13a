import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GateProblem } from '../gate/problem.ts';
import { SayOnce } from './say-once.ts';
import { TroubleNotices } from './trouble-notices.ts';

test('what runs by itself tells its trouble once, what somebody asked for each time', async () => {
  const logged: string[] = [];
  const shown: string[] = [];
  const notices = new TroubleNotices({
    say: new SayOnce(),
    gateway: () => '',
    log: (line) => void logged.push(line),
    show: async (text) => void shown.push(text),
  });
  const full = new GateProblem({ code: 'disk_full', message: 'the disk is full.', next: 'Make room.' });
  const other = new GateProblem({ code: 'gone', message: 'it is gone.', next: 'Look again.' });
  for (const error of [full, full, other]) await notices.once('starting the broker', error);
  assert.deepEqual(shown, [
    'VectorGate: The disk is full. Make room.',
    'VectorGate: It is gone. Look again.',
  ]);
  shown.length = 0;
  for (const error of [full, full]) await notices.asked('exporting records', error);
  assert.deepEqual(shown, Array(2).fill('VectorGate: The disk is full. Make room.'));
  assert.equal(logged.length, 5);
  assert.equal(logged.at(-1), 'exporting records: disk_full: the disk is full. Make room.');
});

test('what a gateway says brings no press and no other direction into a notification', async () => {
  const shown: string[] = [];
  const notices = new TroubleNotices({
    ...{ say: new SayOnce(), gateway: () => '', log: () => undefined },
    show: async (text) => void shown.push(text),
  });
  const message = `\u202e[sign in](command:x)\n${'x'.repeat(1_000_000)}`;
  await notices.once('x', new GateProblem({ code: 'odd', message, next: '' }));
  assert.match(shown[0] ?? '', /^VectorGate: ⟨RLO⟩\[sign in\] \(command:x\) x{900,1000}…$/);
});
