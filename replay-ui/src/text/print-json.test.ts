import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExactNumber } from '../records/read-part.ts';
import { printJson } from './print-json.ts';

const wide = { text: 1_000, items: 1_000, whole: 100_000 };
const textOf = (value: unknown, limits = wide): string =>
  printJson(value, limits)
    .pieces.map(({ text }) => text)
    .join('');

test('what is not cut is JSON again', () => {
  const value = { a: [1, 2.5, -3e-7], b: { 'x"y': null, t: true }, c: [], d: {}, e: [['x'], 'é\u202e'] };
  assert.deepEqual(JSON.parse(textOf(value)), value);
  assert.equal(printJson(value, wide).cut, false);
  assert.match(textOf(value), /\[1, 2\.5, -3e-7\]/, 'numbers stand in one line');
});

test('texts of fields are pieces of their own, and all together as without', () => {
  const value = {
    ids: ['a'],
    documents: [['x', 'yy'.repeat(20)]],
    metadatas: [[{ email: 'e', n: 1, to: { city: 'c' } }]],
  };
  const limits = { ...wide, text: 10 };
  const fieldAt = (path: readonly string[]) => (path[0] === 'ids' ? undefined : path.join('.'));
  const { pieces } = printJson(value, limits, fieldAt);
  assert.deepEqual(
    pieces.flatMap(({ text, field }) => (field === undefined ? [] : [[field, text]])),
    [
      ['documents', '"x"'],
      ['documents', '"yyyyyyyyyy'],
      ['metadatas.email', '"e"'],
      ['metadatas.to.city', '"c"'],
    ],
  );
  assert.equal(pieces.map(({ text }) => text).join(''), textOf(value, limits));
});

test('a number beyond 2^53 keeps its digits', () => {
  assert.equal(textOf({ id: new ExactNumber('18446744073709551615') }), '{\n  "id": 18446744073709551615\n}');
});

test('long texts, lists and the whole are cut, and say how much is left out', () => {
  const long = printJson(['x'.repeat(50)], { ...wide, text: 10 });
  assert.ok(long.cut);
  assert.deepEqual(
    long.pieces.filter(({ kind }) => kind === 'cut').map(({ text }) => text),
    ['… 40 more characters'],
  );
  assert.match(textOf(Array.from({ length: 30 }, String), { ...wide, items: 10 }), /… 20 more\n/);
  const whole = textOf(
    Array.from({ length: 10_000 }, () => 'y'.repeat(100)),
    { text: 400, items: 100_000, whole: 5_000 },
  );
  assert.ok(whole.length < 6_000, `${whole.length}`);
});

test('nesting has an end', () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 5_000; depth++) value = [value];
  assert.match(textOf(value), /nested deeper/);
});
