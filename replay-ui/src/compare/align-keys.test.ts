import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Alignment, alignKeys } from './align-keys.ts';

const keys = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 });

/** Length of the longest common subsequence, by the table that everybody knows. */
function longest(a: readonly number[], b: readonly number[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    const next = [0];
    for (const [at, other] of b.entries())
      next.push(one === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    row = next;
  }
  return row[b.length]!;
}

/** Numbers below `different` that are the same each time. */
function made(seed: number, length: number, different: number): readonly number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 16) % different;
  });
}

/** How many stand beside each other. */
function common({ partners }: Alignment, a: readonly number[], b: readonly number[]): number {
  assert.equal(partners.length, a.length);
  let [last, found] = [-1, 0];
  for (const [at, partner] of partners.entries()) {
    if (partner < 0) continue;
    assert.ok(partner > last, 'it rises on both sides');
    assert.equal(a[at], b[partner]);
    last = partner;
    found += 1;
  }
  return found;
}

test('what stands beside each other is a common subsequence, the longest, whichever list is the first', () => {
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      const [found, turned] = [alignKeys(a, b), alignKeys(b, a)];
      assert.equal(common(found, a, b), longest(a, b));
      assert.equal(common(turned, b, a), longest(a, b));
      assert.ok(found.best && turned.best);
    }),
    { numRuns: 500 },
  );
});

test('10,000 steps beside 10,000 take a number of looks that grows with their length alone', () => {
  const length = 10_000;
  const lists: Readonly<Record<string, readonly [readonly number[], readonly number[]]>> = {
    'of two kinds': [made(1, length, 2), made(2, length, 2)],
    'of few kinds': [made(3, length, 7), made(4, length, 7)],
    'of many kinds': [made(5, length, 3_000), made(6, length, 3_000)],
    'the one backwards': [made(7, length, length), made(7, length, length).toReversed()],
    'nothing in common': [made(8, length, 50), made(9, length, 50).map((key) => key + 50)],
    'in turns': [
      Array.from({ length }, (_, at) => at % 2),
      Array.from({ length }, (_, at) => (at % 3 === 0 ? 0 : 1)),
    ],
  };
  for (const [name, [a, b]] of Object.entries(lists)) {
    const found = alignKeys(a, b);
    assert.ok(found.looks <= 20_000_000, `${name}: ${found.looks} looks`);
    assert.ok(common(found, a, b) > 0 || name === 'nothing in common', name);
  }
});

test('the bound holds for any length: ten times the steps, not a hundred times the looks', () => {
  const looksAt = (length: number): number => {
    const { looks, best } = alignKeys(made(1, length, 5), made(2, length, 5));
    assert.equal(best, false, 'that it was not looked for to the end is said');
    return looks;
  };
  const [few, many] = [looksAt(20_000), looksAt(200_000)];
  assert.ok(many < few * 10, `${few} looks, then ${many}`);
});

test('a long session that differs in little is aligned as well as can be', () => {
  const a = made(1, 20_000, 6);
  const b = a.filter((_, at) => at % 400 !== 7);
  const found = alignKeys(a, b);
  assert.ok(found.best);
  assert.equal(common(found, a, b), b.length);
  assert.ok(found.looks < 500_000, `${found.looks} looks`);
});
