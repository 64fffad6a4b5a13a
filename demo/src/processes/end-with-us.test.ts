import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A parent with two children, one of which has a child of its own in its group. It prints their ids. */
const parent = `
  import { spawn } from 'node:child_process';
  import { endWithUs } from ${JSON.stringify(new URL('./end-with-us.ts', import.meta.url).href)};
  const options = { stdio: ['ignore', 'pipe', 'inherit'], detached: true };
  const group = spawn('sh', ['-c', 'sleep 120 & echo $!; wait'], options);
  const alone = spawn('sleep', ['120'], { stdio: 'ignore' });
  const done = spawn('true', [], { stdio: 'ignore' });
  for (const child of [group, alone]) endWithUs(child);
  done.once('exit', endWithUs(done));
  group.stdout.once('data', (text) => console.log([group.pid, alone.pid, Number(text)].join(' ')));
  setInterval(() => {}, 1000);
`;

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(`children end when their parent is ended by ${signal}, with what they started`, async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const pids = line.split(' ').map(Number);
    assert.equal(pids.length, 3);
    assert.ok(pids.every(isAlive), 'they run');
    child.kill(signal);
    await once(child, 'exit');
    for (let n = 0; pids.some(isAlive) && n < 100; n += 1) await pause(100);
    assert.deepEqual(pids.filter(isAlive), []);
  });
}
