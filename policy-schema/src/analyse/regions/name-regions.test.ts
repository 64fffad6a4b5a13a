import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileGlob, matchesGlob } from '../../compile/glob.ts';
import { runs } from '../../testing/runs.ts';
import { nameRegions } from './name-regions.ts';

const key = (globs: readonly string[], name: string): string =>
  globs.map((glob) => (matchesGlob(compileGlob(glob), name) ? glob : '-')).join(' ');
const regions = (...globs: string[]): string[] =>
  nameRegions(globs.map(compileGlob))!
    .map((name) => key(globs, name))
    .sort();

test('names are told apart by the patterns that they satisfy, each possible combination once', () => {
  assert.deepEqual(regions('customer-*', '*-eu'), ['- *-eu', '- -', 'customer-* *-eu', 'customer-* -']);
  assert.deepEqual(regions('a*', 'ab*', 'b'), ['- - -', '- - b', 'a* - -', 'a* ab* -']);
  assert.deepEqual(regions('*'), ['*']);
  assert.deepEqual(regions('a*a', 'a*'), ['- -', '- a*', 'a*a a*']);
  // Every shortest way to what ends so is the one name.
  assert.deepEqual(regions('ba', '*ba'), ['- *ba', '- -', 'ba *ba']);
  assert.deepEqual(regions('*bb*', 'b', '*b'), ['*bb* - *b', '*bb* - -', '- - *b', '- - -', '- b *b']);
});

test('no name lies outside of what is found', () => {
  const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*'), minLength: 1, maxLength: 5 });
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(
      fc.array(glob, { maxLength: 4 }),
      fc.array(name, { minLength: 30, maxLength: 30 }),
      (globs, names) => {
        const found = new Set(nameRegions(globs.map(compileGlob))!.map((one) => key(globs, one)));
        for (const one of names) assert.ok(found.has(key(globs, one)), `${one}: ${globs}`);
      },
    ),
    { numRuns: runs(200) },
  );
});

test('patterns beyond all bounds are given up, quickly', () => {
  const many = Array.from({ length: 14 }, (_, i) => `*${String.fromCharCode(97 + i)}*${i}*`);
  assert.equal(nameRegions(many.map(compileGlob)), undefined);
});
