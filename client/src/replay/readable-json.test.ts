import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readableJson } from './readable-json.ts';

test('what fits stands on one line, what does not is indented', () => {
  const request = {
    n_results: 10,
    where: { product: 'blender' },
    query_texts: ['x'.repeat(40)],
    include: [],
  };
  assert.deepEqual(readableJson({ n_results: 10, ids: ['a', 'b'] }, 40, 9), [
    '{ "n_results": 10, "ids": ["a", "b"] }',
  ]);
  assert.deepEqual(readableJson(request, 50, 20), [
    '{',
    '  "n_results": 10,',
    '  "where": { "product": "blender" },',
    '  "query_texts": [',
    `    "${'x'.repeat(40)}"`,
    '  ],',
    '  "include": []',
    '}',
  ]);
  assert.deepEqual(readableJson(null, 10, 1), ['null']);
});

test('a text of many megabytes and a list without end cost no more than what is shown', () => {
  const [line = ''] = readableJson('a'.repeat(50_000_000), 80, 5);
  assert.ok(line.length < 2_100);
  assert.match(line, /50,000,000 characters/);
  const lines = readableJson(
    Array.from({ length: 1_000 }, (_, at) => `item ${at}`),
    80,
    10,
  );
  assert.equal(lines.length, 11);
  assert.equal(lines.at(-1), '… 992 more lines; --json has all');
});

test('hostile text is shown, not obeyed', () => {
  const lines = readableJson({ a: `${String.fromCodePoint(0x9b)}2J\u202e`, '\u001b[2J': '\ud800' }, 80, 5);
  assert.doesNotMatch(lines.join(''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
});

test('what is nested without end is drawn to a depth', () => {
  const value = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
  const lines = readableJson(value, 80, 1000);
  assert.match(lines[100]!, /nested deeper; --json has all/);
  assert.equal(lines.length, 201);
});
