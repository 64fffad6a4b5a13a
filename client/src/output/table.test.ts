import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from './table.ts';

test('columns are as wide as their widest cell, numbers to the right', () => {
  assert.equal(
    table(
      [{ title: 'name' }, { title: 'n', widest: 5, right: true }],
      [
        ['blender', '7'],
        ['kettle', '1204'],
      ],
    ),
    'name        n\nblender     7\nkettle   1204\n',
  );
});

test('no line is wider than 80 characters: the open column gives way', () => {
  const lines = table(
    [{ title: 'id', widest: 26 }, { title: 'what' }, { title: 'when', widest: 20 }],
    [['01JD8Z6Q4MX3V7H2K9RBT5WYCN', 'x'.repeat(200), '2 min ago']],
  )
    .trimEnd()
    .split('\n');
  assert.ok(lines.every((line) => line.length <= 80));
  assert.match(lines[1] ?? '', /^01JD8Z6Q4MX3V7H2K9RBT5WYCN {2}x+… {2}2 min ago$/);
});
