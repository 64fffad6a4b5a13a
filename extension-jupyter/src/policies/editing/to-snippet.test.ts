import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSnippet } from './to-snippet.ts';

const cases: readonly (readonly [insert: string, isSnippet: boolean, template: string])[] = [
  ['search', false, 'search'],
  ['{ a: 1 }', false, '\\{ a: 1 \\}'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what stands there is no place to fill
  ['${1:no}', false, '$\\{1:no\\}'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template
  ['groups: [$1]', true, 'groups: [${1}]'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template
  ['{ fields: [\\$vector], method: ${2:drop} }$0', true, '\\{ fields: [$vector], method: ${2:drop} \\}${0}'],
];

for (const [insert, isSnippet, template] of cases)
  test(`${isSnippet ? 'a snippet' : 'a text'}: ${insert}`, () => {
    assert.equal(toSnippet(insert, isSnippet), template);
  });
