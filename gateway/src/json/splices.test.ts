import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonArray, JsonObject } from './json-node.ts';
import { readJson } from './read-json.ts';
import { Splices } from './splices.ts';

test('without an edit the buffer is the identical one', () => {
  const bytes = Buffer.from('{"a":1}');
  assert.equal(new Splices(bytes).apply(), bytes);
});

test('members and items are removed with their commas, whatever is removed', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 7 }), fc.constantFrom('', ' ', '\n  '), (keep, space) => {
      const object = `{${keep.map((_, i) => `${space}"k${i}"${space}:${space}${i}.0${space}`).join(',')}}`;
      const read = readJson(Buffer.from(object));
      const splices = new Splices(read.bytes);
      splices.removeMembers(read.root as JsonObject, (key) => !keep[Number(key.slice(1))]);
      assert.deepEqual(
        JSON.parse(splices.apply().toString()),
        Object.fromEntries(keep.flatMap((kept, i) => (kept ? [[`k${i}`, i]] : []))),
      );
      const list = readJson(Buffer.from(`[${keep.map((_, i) => `${space}"${i}"${space}`).join(',')}]`));
      const items = new Splices(list.bytes);
      items.removeItems(list.root as JsonArray, (_item, i) => !keep[i]);
      assert.deepEqual(
        JSON.parse(items.apply().toString()),
        keep.flatMap((kept, i) => (kept ? [String(i)] : [])),
      );
    }),
  );
});

test('a member is inserted beside removed ones and into an empty object', () => {
  for (const [text, expected] of [
    ['{"a":1,"b":2}', { n: 5, b: 2 }],
    ['{}', { n: 5 }],
  ] as const) {
    const { bytes, root } = readJson(Buffer.from(text));
    const splices = new Splices(bytes);
    splices.removeMembers(root as JsonObject, (key) => key === 'a');
    splices.insertMember(root as JsonObject, 'n', '5');
    assert.deepEqual(JSON.parse(splices.apply().toString()), expected);
  }
});

test('in pieces the text is the same, and long stretches that nothing touches are not copied', () => {
  const edit = fc.tuple(fc.nat(400_000), fc.nat(300), fc.string({ maxLength: 9, unit: 'grapheme' }));
  fc.assert(
    fc.property(fc.nat(400_000), fc.array(edit, { maxLength: 6 }), (length, edits) => {
      const bytes = Buffer.alloc(length, 'a long answer of a store. ');
      const splices = new Splices(bytes);
      for (const [at, span, text] of edits)
        splices.replace(Math.min(at, length), Math.min(at + span, length), text);
      const pieces = splices.pieces();
      const whole = splices.apply();
      assert.ok(Buffer.concat(pieces).equals(whole));
      if (edits.length === 0) assert.equal(pieces[0], bytes);
      const copied = pieces.filter(({ buffer }) => buffer !== bytes.buffer);
      assert.ok(
        copied.reduce((sum, piece) => sum + piece.length, 0) < (edits.length + 1) * (64 * 1024 + 400),
      );
    }),
    { numRuns: 60 },
  );
});
