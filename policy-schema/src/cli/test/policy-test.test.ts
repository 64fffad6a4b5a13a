import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exitCodes } from '../command-io.ts';
import { policyTest } from './policy-test.ts';

const data = fileURLToPath(new URL('../../../testdata/policy-tests/', import.meta.url));

async function run(folder: string, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await policyTest(args, io, join(data, folder));
  return { code, err: err.join(''), out: out.join('').replace(/ in \d+ ms\./, ' in 1 ms.') };
}

/** Compares with what is kept in testdata; `VECTORGATE_TEST_UPDATE=1` writes it anew. */
function golden(name: string, out: string): void {
  const path = join(data, 'output', name);
  if (process.env.VECTORGATE_TEST_UPDATE === '1') writeFileSync(path, out);
  assert.equal(out, existsSync(path) ? readFileSync(path, 'utf8') : '');
}

for (const [format, ending] of [
  ['pretty', 'txt'],
  ['tap', 'tap'],
  ['junit', 'xml'],
  ['sarif', 'sarif'],
  ['json', 'json'],
] as const) {
  test(`what passes and what fails, as ${format}`, async () => {
    const { code, out, err } = await run('folder', 'policies', '--format', format, '--coverage');
    assert.deepEqual([code, err], [exitCodes.problems, '']);
    golden(`folder.${ending}`, out);
  });
}

test('every keyword of the language; all of it passes', async () => {
  const { code, out } = await run('folder', 'policies/every-keyword.policy-test.yaml');
  assert.equal(code, exitCodes.ok, out);
});

test('what cannot be run is told with its place and a remedy, and so in every format', async () => {
  const { code, out } = await run('broken', 'policies');
  assert.equal(code, exitCodes.problems);
  golden('broken.txt', out);
  for (const format of ['tap', 'junit', 'sarif', 'json']) {
    const told = await run('broken', 'policies', '--format', format);
    assert.equal(told.code, exitCodes.problems);
    assert.match(told.out, /unknown-operation|not ok 1|<error/);
  }
});

test('one case by its name, other policies, another configuration', async () => {
  const only = await run('folder', 'policies', '--only', 'bea › search', '--format', 'tap');
  assert.match(only.out, /^1\.\.2$/m);
  const none = await run('folder', 'policies', '--only', 'nobody');
  assert.deepEqual([none.code, none.err], [exitCodes.usage, 'No test holds the text nobody.\n']);
  const other = await run('folder', 'policies/a.policy-test.yaml', '--policies', 'policies/more');
  assert.match(other.out, /unknown-rule {2}No rule is called read\./);
  const config = await run('folder', 'policies/a.policy-test.yaml', '--config', '../broken/vectorgate.yaml');
  assert.match(config.out, /when-unknown-name {2}There is no level here\./);
});

test('too little coverage is a failure of its own', async () => {
  const passes = ['policies/every-keyword.policy-test.yaml'];
  assert.equal((await run('folder', ...passes, '--min-coverage', '100')).code, exitCodes.ok);
  const short = await run('folder', 'policies', '--only', 'what eve', '--min-coverage', '90');
  assert.equal(short.code, exitCodes.problems);
  assert.match(short.err, /^Coverage is below 90 %: rules \d+ %, branches of conditions \d+ %\./);
});

test('wrong usage is told, and nothing is run', async () => {
  for (const [args, told] of [
    [[], /Name at least one/],
    [['nowhere'], /nowhere is not there/],
    [['policies', '--format', 'x'], /The format x is not known/],
    [['policies', '--min-coverage', 'x'], /a number from 0 to 100/],
    [['policies', '--x'], /Usage: vectorgate policy test/],
    [['policies', '--config', 'nowhere.yaml'], /configuration .*nowhere\.yaml cannot be read/],
  ] as const) {
    const { code, out, err } = await run('folder', ...args);
    assert.deepEqual([code, out], [exitCodes.usage, '']);
    assert.match(err, told);
  }
});

test('tests that are about no policies say so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'policy-test-'));
  await mkdir(join(folder, 'empty'));
  const file = join(folder, 'a.policy-test.yaml');
  await writeFile(file, 'kind: PolicyTest\n');
  const { code, err } = await run('folder', file);
  await rm(folder, { recursive: true });
  assert.equal(code, exitCodes.usage);
  assert.match(err, /is about no policies\. Put it below the folder of its policies/);
});
