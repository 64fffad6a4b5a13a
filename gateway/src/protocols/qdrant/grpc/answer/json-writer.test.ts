import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonWriter } from './json-writer.ts';

const written = (write: (json: JsonWriter) => void, source = Buffer.alloc(0)): string => {
  const json = new JsonWriter(source, 1);
  write(json);
  return json.written.toString();
};

test('texts are JSON for the same text, however they lie in memory', () => {
  const unit = fc.oneof(
    fc.constantFrom(
      '"',
      '\\',
      '\n',
      '\u0000',
      '\u001f',
      '\u007f',
      '\u2028',
      'é',
      '🎈',
      'plain text that is long',
    ),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 30 }), fc.nat(7), (units, before) => {
      const text = units.join('');
      const bytes = Buffer.concat([Buffer.alloc(before, '"'), Buffer.from(text), Buffer.from('"')]);
      const end = bytes.length - 1;
      assert.equal(JSON.parse(written((json) => json.text(before, end), bytes)), text);
    }),
  );
});

test('numbers with a point never look like whole ones, and read as the same number', () => {
  for (const [value, text] of [
    [1, '1.0'],
    [-0, '-0.0'],
    [0.5, '0.5'],
    [1e21, '1e+21'],
    [5e-324, '5e-324'],
    [Number.NaN, '"NaN"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
  ] as const)
    assert.equal(
      written((json) => json.double(value)),
      text,
    );
  assert.equal(
    written((json) => json.float(Math.fround(0.9))),
    '0.9',
  );
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = written((json) => json.float(value));
      assert.ok(Object.is(Math.fround(JSON.parse(text)), value), text);
      assert.match(text, /[.e]/);
    }),
  );
});
