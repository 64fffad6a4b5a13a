import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from '../command-line/command-line.ts';
import { commandTree } from './command-tree.ts';
import { completeLine } from './complete-line.ts';

const terminal = { out: () => {}, err: () => {}, colour: false, now: Date.now };
const tree = commandTree(commandLine(terminal, () => {}));
const offered = (line: string, saved = {}): readonly string[] => completeLine(tree, line, saved);

test('commands and options, by where one is', () => {
  assert.deepEqual(offered('vectorgate sess'), ['sessions']);
  assert.deepEqual(offered('vectorgate policy canary '), ['start', 'show', 'stop']);
  assert.deepEqual(offered('vectorgate sessions export --for'), ['--format', '--force']);
  assert.deepEqual(offered('vectorgate sessions --limit'), []);
  assert.ok(offered('vectorgate sessions list -').includes('--limit'));
  assert.deepEqual(offered('vectorgate sessions export --format '), ['vgsession', 'jsonl', 'csv']);
});

test('a file, what no word is known for, and the command behind -- are left to the shell', () => {
  for (const line of [
    'vectorgate sessions verify ',
    'vectorgate sessions export --mask-by ',
    'vectorgate run -- sess',
    'vectorgate constructor toString',
  ])
    assert.deepEqual(offered(line), [], line);
});

test('terms of a query: keys, words, what is kept; in quotes and without', () => {
  for (const before of ['', '"', "'", '-', 'class:search ', '"class:search ', '--limit 5 ', '--all "-'])
    assert.deepEqual(
      offered(`vectorgate sessions search ${before}effect:d`),
      [`${before.replace(/.*[ "']/, '')}effect:deny`].map((one) =>
        before === '"class:search ' ? `class:search ${one}` : one,
      ),
      before,
    );
  assert.deepEqual(offered('vectorgate sessions export --query "effect:d'), ['effect:deny']);
  assert.deepEqual(offered('vectorgate sessions search @re', { refused: 'effect:deny', slow: 'x' }), [
    '@refused',
  ]);
  assert.deepEqual(offered('vectorgate sessions search no'), offered('vectorgate sessions search "no'));
});

test('a key that is the only one stands beside its words, so that no quote is closed behind it', () => {
  assert.deepEqual(offered('vectorgate sessions search "eff'), [
    'effect:',
    'effect:allow',
    'effect:deny',
    'effect:require-approval',
  ]);
});

test('what a shell would take for itself is written so that it does not, as the word is begun', () => {
  const behind = (quote: string) => offered(`vectorgate sessions search ${quote}latency:`);
  assert.deepEqual(
    [behind(''), behind('"'), behind("'")].map(([one]) => one?.replace(/\d.*/, '')),
    ['latency:\\>', 'latency:>', 'latency:>'],
  );
  assert.deepEqual(offered('vectorgate sessions search "@a', { a: '' }), ['@a']);
});
