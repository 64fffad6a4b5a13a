import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compilePattern } from './compile-pattern.ts';
import { PatternError } from './pattern-error.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../testdata/patterns/${name}.json`, import.meta.url), 'utf8'));

interface Accepted {
  readonly pattern: string;
  readonly ignoreCase?: boolean;
  readonly text: string;
  readonly found: readonly string[];
}
interface Refused {
  readonly pattern: string;
  readonly code: string;
  /** What the error points at. */
  readonly at: string;
}

test('what is accepted finds what it says', () => {
  const cases = read('accepted') as readonly Accepted[];
  assert.ok(cases.length > 20);
  for (const { pattern, ignoreCase = false, text, found } of cases) {
    const expression = compilePattern(pattern, ignoreCase);
    assert.deepEqual(text.match(new RegExp(expression, 'g')) ?? [], found, `${pattern} as ${expression}`);
  }
});

test('what is refused is told with its place and a remedy', () => {
  const cases = read('refused') as readonly Refused[];
  assert.ok(cases.length > 50);
  for (const { pattern, code, at } of cases) {
    assert.throws(
      () => compilePattern(pattern, false),
      (error) => {
        assert.ok(error instanceof PatternError, pattern);
        const pointed = pattern.slice(error.start, error.end);
        assert.deepEqual([error.code, pointed], [code, at], `${pattern}: ${error.message}`);
        assert.match(error.message, /\.$/);
        assert.match(error.remedy, /\.$/);
        return true;
      },
    );
  }
});

test('groups may lie 50 deep', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
  assert.equal(compilePattern(nested(50), false), 'a');
  assert.throws(() => compilePattern(nested(51), false), { code: 'pattern-too-large' });
});
