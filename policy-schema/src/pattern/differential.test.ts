import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { RE2JS } from 're2js';
import * as random from '../testing/random-patterns.ts';
import { runs } from '../testing/runs.ts';
import { compilePattern } from './compile-pattern.ts';
import { PatternError } from './pattern-error.ts';

// Makes the flag `l` known: such an expression is run by the engine that V8 falls back to, or is a syntax error.
setFlagsFromString('--enable-experimental-regexp-engine');

type Spans = readonly (readonly [number, number])[];

const native = (expression: RegExp, text: string): Spans =>
  Array.from(text.matchAll(expression), ({ index, 0: found }) => [index, index + found.length] as const);

function re2(pattern: string, ignoreCase: boolean, text: string): Spans {
  const matcher = RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0).matcher(text);
  const spans: [number, number][] = [];
  while (matcher.find()) spans.push([matcher.start(), matcher.end()]);
  return spans;
}

function accepted(pattern: string, ignoreCase: boolean): string | undefined {
  try {
    return compilePattern(pattern, ignoreCase);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}

test('what is accepted means the same to RE2, to JavaScript’s own reading of it, and to the engine that V8 falls back to', () => {
  const seen = { accepted: 0, refused: 0, found: 0, re2: 0, unicode: 0 };
  fc.assert(
    fc.property(
      random.pattern,
      fc.boolean(),
      fc.array(random.text, { minLength: 3, maxLength: 6 }),
      (pattern, ignoreCase, texts) => {
        const expression = accepted(pattern, ignoreCase);
        if (expression === undefined) {
          seen.refused++;
          return;
        }
        seen.accepted++;
        const ours = new RegExp(expression, 'g');
        const linear = new RegExp(expression, 'gl');
        // White space is all of Unicode's here, and RE2's is ASCII's.
        const asRe2 = !/\\s/i.test(pattern);
        // An edge of a word is of ASCII here and for RE2; for JavaScript ſ and the Kelvin sign count when case is ignored.
        const asUnicode = !ignoreCase || !/\\b/i.test(pattern);
        for (const text of texts) {
          const spans = native(ours, text);
          const say: string = `${JSON.stringify(pattern)} ${ignoreCase} ${JSON.stringify(text)} ${expression}`;
          seen.found += spans.length;
          for (const [start, end] of spans) {
            assert.ok(end > start, say);
            assert.ok(text.slice(start, end).isWellFormed(), say);
          }
          assert.deepEqual(native(linear, text), spans, say);
          if (asRe2) {
            seen.re2++;
            assert.deepEqual(re2(pattern, ignoreCase, text), spans, say);
          }
          if (asUnicode) {
            seen.unicode++;
            const own = new RegExp(pattern.replaceAll('\\-', '\\x2d'), ignoreCase ? 'giu' : 'gu');
            assert.deepEqual(native(own, text), spans, say);
          }
        }
      },
    ),
    { numRuns: runs(1500) },
  );
  for (const count of Object.values(seen)) assert.ok(count > 200, JSON.stringify(seen));
});

test('every letter has the cases that RE2 and JavaScript give it', () => {
  const cased: string[] = [];
  for (let point = 0; point <= 0x1ffff; point++) {
    const letter = String.fromCodePoint(point);
    if (!letter.isWellFormed()) continue;
    if (letter.toLowerCase() !== letter || letter.toUpperCase() !== letter) cased.push(letter);
  }
  const all = cased.join(' ');
  assert.ok(cased.length > 2_500);
  const differing: string[] = [];
  for (const letter of cased) {
    const found = (expression: RegExp): string => (all.match(expression) ?? []).join('');
    const ours = found(new RegExp(accepted(letter, true) ?? assert.fail(letter), 'g'));
    if (ours !== found(new RegExp(letter, 'giu'))) differing.push(`JavaScript ${letter}`);
    if (re2(letter, true, ours).length !== Array.from(ours).length) differing.push(`RE2 ${letter}`);
  }
  assert.deepEqual(differing, []);
});
