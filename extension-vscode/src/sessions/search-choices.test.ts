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
