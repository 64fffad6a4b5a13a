import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Facet } from '@vectorgate/policy-schema/records-query';
import { searchChoices, wrongWith } from './search-choices.ts';

const facets: readonly Facet[] = [
  { key: 'who', values: [{ value: 'people:ana', name: 'Ana Ruiz', count: 3 }] },
];
const told = (text: string) =>
  searchChoices(text, facets).map(({ label, description, text: becomes }) => [label, description, becomes]);

test('what can be read is searched for first; keys and values go on from it', () => {
  const [first, ...keys] = told('');
  assert.deepEqual(first, ['$(search) All records', undefined, undefined]);
  assert.ok(keys.some(([label, , becomes]) => label === 'effect' && becomes === 'effect:'));
  assert.deepEqual(told('effect:deny')[0]?.[0], '$(search) effect:deny');
});

test('what is kept is offered first, completed by its name, and told when there is none', () => {
  const saved = { refused: 'effect:deny since:7d' };
  const [, kept] = searchChoices('', facets, saved);
  assert.deepEqual(
    [kept?.label, kept?.description, kept?.text],
    ['$(bookmark) @refused', 'effect:deny since:7d', '@refused'],
  );
  assert.ok(searchChoices('who:ana @r', facets, saved).some(({ text }) => text === 'who:ana @refused'));
  assert.equal(wrongWith('@refused who:ana', saved), undefined);
  assert.match(wrongWith('@refusde', saved)?.remedy ?? '', /Did you mean @refused/);
});

test('what is not finished is gone on with, and says what is missing', () => {
  const [first, ...rest] = searchChoices('class:search who:', facets);
  assert.deepEqual(
    [first?.label, first?.description, first?.text],
    ['people:ana', 'Ana Ruiz · 3', 'class:search who:people:ana'],
  );
  assert.match(rest.at(-1)?.detail ?? '', /value of who: is missing/);
  assert.equal(rest.at(-1)?.text, undefined);
});

test('a value or a kept query draws no icon, turns no line around and ends none', () => {
  const hostile = 'x\u202e$(alert)\n\u001b[31m';
  const told: readonly Facet[] = [
    { key: 'who', values: [{ value: hostile, name: hostile, count: 1 }] },
    { key: 'collection', values: [{ value: 'x'.repeat(1_000_000), count: 1 }] },
  ];
  const choices = [
    ...searchChoices('who:', told),
    ...searchChoices('collection:', told),
    ...searchChoices(`text:"${hostile}"`, told),
    ...searchChoices(`nosuchkey:"${hostile}"`, told),
    ...searchChoices('', told, { kept: `text:"${hostile}"` }),
  ];
  for (const { label, description = '', detail = '' } of choices)
    for (const text of [label.replace(/^\$\((search|warning|bookmark)\) /, ''), description, detail]) {
      assert.doesNotMatch(text, /[\p{Cc}\u202e]|(?<!\\)\$\(/u);
      assert.ok(text.length < 1_200, `${text.length} characters`);
    }
  // What is searched for is the value itself.
  assert.ok(choices.some(({ text }) => text?.includes('\u202e$(alert)')));
});
