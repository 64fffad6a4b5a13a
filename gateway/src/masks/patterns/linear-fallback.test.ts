import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';

/** Runs the hostile patterns in a process of its own; tells which came to an end before it was stopped. */
async function run(mode: 'linear' | 'plain', length: number, seconds: number): Promise<readonly string[]> {
  const program = new URL('./testing/run-hostile.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, mode, String(length)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: seconds * 1_000,
    killSignal: 'SIGKILL',
  });
  let out = '';
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
  });
  await new Promise((done) => child.on('close', done));
  return out.split('\n').filter((line) => line !== '');
}

test('no pattern that a policy may hold runs away on a hostile text', async () => {
  // Far more than it takes: without the fallback the first would run for longer than the world stands.
  const ended = await run('linear', 20_000, 120);
  assert.equal(ended.length, 20, ended.join('\n'));
});

test('control: without the fallback the first of them does not come to an end on 60 characters', async () => {
  assert.deepEqual(await run('plain', 60, 2), []);
});
