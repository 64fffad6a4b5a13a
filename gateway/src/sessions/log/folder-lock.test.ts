import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { openTestRecorder } from '../testing/open-test-recorder.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const lock = new URL('./folder-lock.ts', import.meta.url).href;

test('a folder has one recorder at a time within a process', async (t) => {
  const folder = temporaryFolder(t);
  const recorder = await openTestRecorder(folder);
  await assert.rejects(openTestRecorder(folder), { code: 'records-locked' });
  await recorder.close();
  await (await openTestRecorder(folder)).close();
});

test('a folder has one recorder at a time between processes, and a killed one leaves no lock', async (t) => {
  const folder = temporaryFolder(t);
  const script = `const { lockFolder } = await import(${JSON.stringify(lock)});
    const release = lockFolder(${JSON.stringify(folder)}); console.log('locked'); setInterval(() => release.length, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  await assert.rejects(openTestRecorder(folder), {
    code: 'records-locked',
    message: new RegExp(`process ${child.pid}`),
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await (await openTestRecorder(folder)).close();
});
