import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { readJson } from '../json/read-json.ts';
import { FieldTallies } from './field-tallies.ts';

const tallied = (records: readonly unknown[]): FieldTallies => {
  const tallies = new FieldTallies();
  for (const record of records)
    tallies.add(readJson(Buffer.from(JSON.stringify(record)), { skipNumbers: true }).root);
  return tallies;
};
const told = (records: readonly unknown[]): Record<string, string> =>
  Object.fromEntries(
    tallied(records)
      .fields()
      .map(({ path, types, records: count }) => [path, `${types.join(' ')} ${count}`.trim()]),
  );

describe('fields as they are met in records', () => {
  test('types are those of policies, the most frequent first, and paths theirs', () => {
    assert.deepEqual(
      told([
        { a: 'x', b: 1, c: true, d: [1, 2], e: { f: 'x', 'g.h': 2 } },
        { a: 2, b: null, c: false, d: [{ i: 1 }, { i: 'x' }], e: { f: 'y', 'g.h': 2 } },
        { a: 3, d: [], e: { f: null } },
        null,
      ]),
      {
        a: 'number string 3',
        b: 'number 2',
        c: 'boolean 2',
        d: 'list 3',
        e: 'map 3',
        'e.f': 'string 3',
        'e.g.h': 'number 2',
      },
    );
  });

  test('what begins like a reserved name, is empty or endless is no field', () => {
    assert.deepEqual(told([{ $vector: 1, '': 2, ['x'.repeat(200)]: 3, a: 4 }]), { a: 'number 1' });
  });

  test('names within a map that are data are not told', () => {
    const index = Array.from({ length: 30 }, (_, i) => ({
      byMail: { [`a${i}@acme.example`]: 1, [`b${i}@acme.example`]: { seen: true } },
    }));
    assert.deepEqual(told(index), { byMail: 'map 30' });
    // Of a few records, too.
    assert.deepEqual(told(index.slice(0, 2)), { byMail: 'map 2' });
    const many = { one: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, i])) };
    assert.deepEqual(told([many, many]), { one: 'map 2' });
  });

  test('the most frequent of a great many are told', () => {
    const wide = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`f${i}`, i]));
    const found = tallied([wide, { f999: 1 }]).fields();
    assert.equal(found.length, 300);
    assert.equal(found[0]?.path, 'f999');
  });

  test('no value of any kind is in what is told, however records look', () => {
    const names = fc.constantFrom('email', 'level', 'address', 'tags', 'note');
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ minLength: 1 }).map((text) => `canary${text}`),
        fc.integer({ min: 700_000_000, max: 700_999_999 }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(names, tie('value'), { maxKeys: 4 }),
        fc.constant(null),
      ),
    })).value;
    fc.assert(
      fc.property(fc.array(fc.dictionary(names, values, { maxKeys: 5 }), { maxLength: 20 }), (records) => {
        const text = JSON.stringify(tallied(records).fields());
        assert.ok(!text.includes('canary') && !/700\d{6}/.test(text), text);
        const others = JSON.stringify(
          tallied(JSON.parse(JSON.stringify(records).replaceAll('canary', 'xx'))).fields(),
        );
        // Not how long they are, either.
        assert.equal(others, text);
      }),
      { numRuns: 200 },
    );
  });
});
