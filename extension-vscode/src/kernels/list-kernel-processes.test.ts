import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { kernelsUnder, listKernelProcesses, readPs, readStat } from './list-kernel-processes.ts';

const kernel = ['python', '-m', 'ipykernel_launcher', '-f', 'k.json'];

test('kernels under this window, through shells, without their forked children', () => {
  const row = (pid: number, parent: number, args: string[]) => ({ pid, parent, args, started: 0 });
  const rows = [
    row(10, 1, ['node']),
    row(11, 10, ['conda', 'run']),
    row(12, 11, kernel),
    row(13, 12, kernel),
    row(20, 1, kernel),
    row(30, 31, kernel),
    row(31, 30, ['ring']),
  ];
  assert.deepEqual(
    kernelsUnder(10, rows).map(({ pid }) => pid),
    [12],
  );
});

test('the words of ps and /proc are read', () => {
  const now = 10 ** 12;
  const [row] = readPs('  4711  1 1-02:03:04 python -m x\nnonsense\n', now);
  assert.deepEqual(row, {
    pid: 4711,
    parent: 1,
    args: ['python', '-m', 'x'],
    started: now - (((24 + 2) * 60 + 3) * 60 + 4) * 1000,
  });
  const stat = `4711 (a) b) S 42 ${'0 '.repeat(17)}777 0`;
  assert.deepEqual(readStat(stat), { parent: 42, startTicks: 777 });
  assert.equal(readStat(''), undefined);
});

test('a real child that looks like a kernel is found, with its folder', async () => {
  const child = spawn(
    process.execPath,
    ['-e', 'process.stdin.resume()', 'ipykernel_launcher', '-f', 'k.json'],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    },
  );
  try {
    await once(child, 'spawn');
    const found = (await listKernelProcesses())?.find(({ pid }) => pid === child.pid);
    assert.equal(found?.folder, process.platform === 'linux' ? '/' : '');
    assert.equal(found?.python, process.execPath);
    assert.ok(Math.abs((found?.started ?? 0) - Date.now()) < 60_000);
  } finally {
    child.kill();
  }
});
