import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { stopThread } from './stop-thread.ts';

const start = (code: string): Worker => new Worker(code, { eval: true });

test('a thread that only reads is ended in the midst of it', async () => {
  const thread = start(
    `require('node:worker_threads').parentPort.postMessage({ kind: 'reads' }); for (;;) ;`,
  );
  const stop = stopThread(thread);
  await once(thread, 'message');
  stop();
  assert.deepEqual(await once(thread, 'exit'), [1]);
});

test('one that opens is told, and clears away before it ends', async () => {
  const thread = start(`const { parentPort } = require('node:worker_threads');
    parentPort.postMessage({ kind: 'opens' });
    parentPort.once('message', (said) => { parentPort.postMessage({ kind: said }); parentPort.close(); });`);
  const stop = stopThread(thread);
  await once(thread, 'message');
  stop();
  assert.deepEqual(await once(thread, 'message'), [{ kind: 'stop' }]);
  assert.deepEqual(await once(thread, 'exit'), [0]);
});
