import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Facet } from '@vectorgate/policy-schema/records-query';
import { commandLine } from '../command-line/command-line.ts';
import { askedOfGateway } from './asked-of-gateway.ts';
import { commandTree } from './command-tree.ts';
import { completeLine, type WordStyle } from './complete-line.ts';
import { linePlace } from './line-place.ts';

const terminal = { out: () => {}, err: () => {}, colour: false, now: Date.now };
const tree = commandTree(commandLine(terminal, () => {}));
const offered = (line: string, saved = {}): readonly string[] =>
  completeLine(tree, line, { saved }).map(({ text }) => text);

test('commands and options, by where one is', () => {
  assert.deepEqual(offered('vectorgate sess'), ['sessions']);
  assert.deepEqual(offered('vectorgate policy canary '), ['start', 'show', 'stop']);
  assert.deepEqual(offered('vectorgate completion '), ['bash', 'zsh', 'fish']);
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

describe('values that were counted', () => {
  const facets: readonly Facet[] = [
    {
      key: 'who',
      values: [
        { value: 'people:ana', name: 'Ana Ruiz', count: 12 },
        { value: 'people:"o $(reboot) `x` !1', count: 1 },
        { value: 'people:\u001b[2J', count: 1 },
        { value: 'people:\u202egnp', count: 1 },
      ],
    },
  ];
  const behind = (quote: string, style?: WordStyle) =>
    completeLine(tree, `vectorgate sessions search ${quote}who:`, { facets }, style);

  test('stand behind their key, and say how often they are there', () => {
    assert.deepEqual(behind('')[0], { text: 'who:people:ana', about: 'Ana Ruiz · 12' });
  });

  test('are written so that a shell runs nothing of them', () => {
    assert.deepEqual(
      behind('').map(({ text }) => text),
      ['who:people:ana', String.raw`who:\"people:\\\"o\ \$\(reboot\)\ \`x\`\ \!1\"`],
    );
    assert.deepEqual(
      behind("'").map(({ text }) => text),
      ['who:people:ana', `${String.raw`who:"people:\"o $(reboot) `}\`x\` !1"`],
    );
  });

  test('are not offered where a shell would replace them in their quotes, or a terminal would obey', () => {
    assert.deepEqual(
      behind('"').map(({ text }) => text),
      ['who:people:ana'],
    );
    assert.equal(behind('', 'fish').length, 2);
  });

  test('keep characters of two halves whole, and their quote closed where bash would not', () => {
    const values = [
      { value: 'people:😀x', count: 1 },
      { value: 'people:o neil', count: 1 },
    ];
    const texts = (quote: string, style?: WordStyle) =>
      completeLine(
        tree,
        `vectorgate sessions search ${quote}who:`,
        { facets: [{ key: 'who', values }] },
        style,
      ).map(({ text }) => text);
    assert.equal(texts('')[0], String.raw`who:people:\😀x`);
    const open = String.raw`who:\"people:o neil\"`;
    assert.deepEqual([texts('"', 'zsh')[1], texts('"', 'bash')[1]], [open, `${open}"`]);
  });

  test('are asked for only behind keys whose values are counted, with what else the line says', () => {
    const asked = (line: string) => askedOfGateway(linePlace(tree, `vectorgate sessions ${line}`));
    assert.deepEqual(asked('search effect:deny who:a'), { query: 'effect:deny', all: false });
    assert.deepEqual(asked('search --all --gateway https://g.example "class:read who:'), {
      query: 'class:read',
      all: true,
      gateway: 'https://g.example',
    });
    assert.deepEqual(asked('export --query who:'), { query: '', all: false });
    for (const line of [
      'search since:',
      'search who',
      'search text:a',
      'search latency:>',
      'list who:',
      'search no:',
    ])
      assert.equal(asked(line), undefined, line);
  });
});
