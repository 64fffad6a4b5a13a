import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Explanation } from '../../test-run/index.ts';
import { exitCodes } from '../command-io.ts';
import { policyExplain } from './policy-explain.ts';

const data = fileURLToPath(new URL('../../../testdata/policy-tests/', import.meta.url));

async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const code = await policyExplain(args, io, join(data, 'folder'));
  return { code, out: out.join(''), err: err.join('') };
}

/** Compares with what is kept in testdata; `VECTORGATE_TEST_UPDATE=1` writes it anew. */
function golden(name: string, out: string): void {
  const path = join(data, 'output', name);
  if (process.env.VECTORGATE_TEST_UPDATE === '1') writeFileSync(path, out);
  assert.equal(out, existsSync(path) ? readFileSync(path, 'utf8') : '');
}

const search = '{ class: search, connection: insights, collection: customer-cases, topK: 100 }';

test('a request of the command line: every rule, and the truth of every part of its condition', async () => {
  const ana = '{ groups: [analysts], claims: { level: 1, cleared: false } }';
  const { code, out } = await run('policies', '--identity', ana, '--operation', search);
  assert.equal(code, exitCodes.ok);
  golden('explain-request.txt', out);
});

test('a case of a file of tests, with rules about other things and several targets', async () => {
  const { code, out } = await run('policies/every-keyword.policy-test.yaml', '--only', 'all of an', '--all');
  assert.equal(code, exitCodes.ok);
  golden('explain-case.txt', out);
});

test('the same as JSON', async () => {
  const ana = '{ groups: [analysts], claims: { level: 3 } }';
  const { out } = await run('policies', '--identity', ana, '--operation', search, '--json');
  const { decision, rules } = JSON.parse(out) as Explanation;
  assert.equal(decision.effect, 'deny');
  const read = rules.find(({ rule }) => rule.rule === 'read');
  assert.deepEqual([read?.who, read?.where, read?.operations, read?.match], ['yes', 'yes', 'yes', 'unknown']);
  // An absent claim in has() leaves the whole open.
  assert.deepEqual(
    read?.when.map(({ truth, asked, depth }) => [truth, asked, depth]),
    [
      ['unknown', true, 0],
      ['yes', true, 1],
      ['unknown', true, 1],
      ['yes', true, 2],
      ['unknown', true, 2],
    ],
  );
});

test('what is not said right is told, and nothing is explained', async () => {
  const on = ['--operation', search];
  for (const [args, told] of [
    [['policies'], /Say who asks what by --identity and --operation/],
    [
      ['policies', '--identity', '{ grops: [a] }', ...on],
      /grops is not a key of caller\. Did you mean groups\?/,
    ],
    [['policies', '--identity', '{ a: [ }', ...on], /--identity is no YAML/],
    [['policies', '--identity', '{}', '--now', 'soon', ...on], /now is not of its form/],
    [['policies', '--identity', '{}', '--operation', '{ class: search, collection: c }'], /on no connection/],
    [['nowhere', '--identity', '{}', ...on], /nowhere is not there/],
    [['policies/a.policy-test.yaml', '--only', 'x y z'], /No test of .* holds the text x y z/],
    [['policies/a.policy-test.yaml'], /5 cases are meant; name one by --only:/],
    [['../broken/policies/names.policy-test.yaml'], /unknown-operation/],
  ] as const) {
    const { code, out, err } = await run(...args);
    assert.deepEqual([code, out], [exitCodes.usage, ''], args.join(' '));
    assert.match(err, told);
  }
});
