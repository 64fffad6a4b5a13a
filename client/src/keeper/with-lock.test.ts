import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { withLock } from './with-lock.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-lock-'));
});
after(() => rm(folder, { recursive: true, force: true }));

test('of many who want it one works at a time, in this process and in others', async () => {
  const file = join(folder, 'many');
  const count = join(folder, 'count');
  await writeFile(count, '0');
  const module = new URL('./with-lock.ts', import.meta.url).href;
  // Reads, waits, writes: two at a time would lose a step.
  const program = `
    import { readFile, writeFile } from 'node:fs/promises';
    import { setTimeout as pause } from 'node:timers/promises';
    const { withLock } = await import(${JSON.stringify(module)});
    await Promise.all(Array.from({ length: 5 }, () => withLock(${JSON.stringify(file)}, async () => {
      const n = Number(await readFile(${JSON.stringify(count)}, 'utf8'));
      await pause(2);
      await writeFile(${JSON.stringify(count)}, String(n + 1));
    })));`;
  const ended = Array.from({ length: 4 }, () =>
    once(spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' }), 'exit'),
  );
  for (const [code] of await Promise.all(ended)) assert.equal(code, 0);
  assert.equal(await readFile(count, 'utf8'), '20');
  assert.deepEqual((await readdir(folder)).sort(), ['count']);
});

test('what a process left that is gone, or has been stuck for long, is cleared away', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  const file = join(folder, 'left');
  await writeFile(file, `${child.pid} 0.5`);
  assert.equal(await withLock(file, async () => 'worked'), 'worked');
  await writeFile(file, `${process.pid} 0.5`);
  const longAgo = Date.now() / 1000 - 60;
  await utimes(file, longAgo, longAgo);
  assert.equal(await withLock(file, async () => 'worked'), 'worked');
});

test('one that is held by a living process is waited for; work that fails gives it back', async () => {
  const file = join(folder, 'held');
  await writeFile(file, `${process.pid} 0.5`);
  const waiting = withLock(file, async () => Date.now());
  await pause(150);
  const given = Date.now();
  await rm(file);
  assert.ok((await waiting) >= given);
  await assert.rejects(
    withLock(file, async () => {
      throw new RangeError('of the work');
    }),
    RangeError,
  );
  assert.deepEqual((await readdir(folder)).sort(), ['count']);
});
