import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../testing/runs.ts';
import { compileGlob, isEverything, matchesGlob } from './glob.ts';

const cases: readonly [pattern: string, name: string, matches: boolean][] = [
  ['customer-cases', 'customer-cases', true],
  ['customer-cases', 'customer-case', false],
  ['customer-*', 'customer-', true],
  ['customer-*', 'xcustomer-a', false],
  ['*-eu', 'globex-eu', true],
  ['*-eu', 'globex-eu2', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*c', 'aXbYc', true],
  ['a*b*c', 'acb', false],
  ['*', '', true],
  ['a.c', 'abc', false],
];

test('patterns', () => {
  for (const [pattern, name, matches] of cases)
    assert.equal(matchesGlob(compileGlob(pattern), name), matches, `${pattern} ${name}`);
  assert.ok(isEverything(compileGlob('**')));
  assert.ok(!isEverything(compileGlob('a*')));
  assert.ok(!isEverything(compileGlob('')));
});

test('agrees with the regular expression of the same meaning', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*') });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', '-') });
  fc.assert(
    fc.property(text, name, (pattern, candidate) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(candidate);
      assert.equal(matchesGlob(compileGlob(pattern), candidate), expected);
    }),
    { numRuns: runs(300) },
  );
});
