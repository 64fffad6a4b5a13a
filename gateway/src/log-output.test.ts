import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { LogOutput } from './log-output.ts';

const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);

test('lines come in order, and all of them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectorgate-log-'));
  const file = join(folder, 'log');
  const descriptor = openSync(file, 'w');
  const output = new LogOutput(descriptor);
  for (let n = 0; n < 5_000; n += 1) output.write(`line ${n}\n`);
  while (lines(file).length < 5_000) await pause(10);
  assert.deepEqual(lines(file).slice(-2), ['line 4998', 'line 4999']);
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});

test('a disk that is full and a reader who is gone cost lines, and nothing else', async () => {
  const full = openSync('/dev/full', 'w');
  const output = new LogOutput(full);
  for (let n = 0; n < 100; n += 1) output.write('lost\n');
  await pause(50);
  output.write('lost, too\n');
  await pause(50);
  closeSync(full);
});

test('a reader who takes nothing holds nobody up, and reads later how much was lost', async () => {
  const program = `
    import { LogOutput } from ${JSON.stringify(new URL('./log-output.ts', import.meta.url).href)};
    const output = new LogOutput(1);
    for (let n = 0; n < 300; n += 1) output.write('x'.repeat(65_536) + '\\n');
    let last = 0;
    setInterval(() => { last += 1; if (last === 20) process.stderr.write('alive'); }, 10);
    process.stdin.once('data', () => { setTimeout(() => output.write('after\\n'), 300); setTimeout(() => process.exit(), 900); });
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' });
  const alive = await new Promise<string>((resolve) =>
    child.stderr.once('data', (text: Buffer) => resolve(String(text))),
  );
  assert.equal(alive, 'alive');
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stdin.write('go');
  await new Promise((resolve) => child.once('close', resolve));
  assert.match(out, /"lost":\d+,"msg":"lines of this log were lost"/);
  assert.match(out, /after\n$/);
});
