import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExactNumber, readPart } from './read-part.ts';

const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

test('a value, a text and bytes are read alike', () => {
  for (const part of [{ value: { a: 1 } }, { text: '{"a":1}' }, { bytes: bytes('{"a":1}') }])
    assert.deepEqual(readPart(part).value, { a: 1 });
});

test('integers beyond 2^53 keep their digits, others stay numbers', () => {
  const { value } = readPart({
    text: '{"id":18446744073709551615,"n":9007199254740991,"f":0.1234567890123456789}',
  });
  const { id, n, f } = value as { id: unknown; n: unknown; f: unknown };
  assert.ok(id instanceof ExactNumber);
  assert.equal(id.text, '18446744073709551615');
  assert.equal(n, 9007199254740991);
  assert.equal(f, 0.12345678901234568);
});

test('what came rounded is said to be', () => {
  assert.match(readPart({ value: { ids: [2 ** 64] } }).notes[0]!, /came rounded/);
  assert.deepEqual(readPart({ value: { n: 2 ** 53 - 1, f: 0.1 } }).notes, []);
});

test('broken UTF-8 is shown, and said', () => {
  const read = readPart({ bytes: bytes('{"a":"x', 0xff, 0xc3, '"}') });
  assert.deepEqual(read.value, { a: 'x��' });
  assert.match(read.notes[0]!, /no UTF-8/);
  assert.deepEqual(readPart({ bytes: bytes('{"a":"é"}') }).notes, []);
});

test('what is nested without an end stays text, and it is said', () => {
  const text = '['.repeat(100_000) + ']'.repeat(100_000);
  const read = readPart({ text });
  assert.equal(read.value, undefined);
  assert.equal(read.text, text);
  assert.match(read.notes[0]!, /nested deeper than 500/);
  assert.equal(readPart({ value: JSON.parse(text) }).value, undefined);
});

test('what is no JSON stays text', () => {
  assert.deepEqual(readPart({ text: 'upstream said no' }), {
    text: 'upstream said no',
    value: undefined,
    notes: [],
  });
});
