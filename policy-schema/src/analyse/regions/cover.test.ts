import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cover, satisfiesTerm } from './cover.ts';

const facts = fc.uniqueArray(fc.tuple(fc.boolean(), fc.boolean(), fc.constantFrom('x', 'y', 'z')), {
  selector: (one) => one.join(),
  maxLength: 12,
});

test('terms hold for all that is wanted, and for nothing else', () => {
  fc.assert(
    fc.property(facts, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (drawn, chosen) => {
      const all = drawn.map(
        ([a, b, c]) =>
          new Map([
            ['a', String(a)],
            ['b', String(b)],
            ['c', c],
          ]),
      );
      const wanted = all.filter((_, i) => chosen[i]);
      const terms = cover(wanted, all, () => 0);
      for (const one of all)
        assert.equal(
          terms.some((term) => satisfiesTerm(term, one)),
          wanted.includes(one),
        );
    }),
  );
});

test('what makes no difference is left out, the least worth first', () => {
  const all = ['yes', 'no'].flatMap((a) =>
    ['yes', 'no'].map(
      (b) =>
        new Map([
          ['a', a],
          ['b', b],
        ]),
    ),
  );
  const wanted = all.filter((one) => one.get('a') === 'yes');
  assert.deepEqual(
    cover(wanted, all, () => 0).map((term) => [...term]),
    [[['a', 'yes']]],
  );
});
