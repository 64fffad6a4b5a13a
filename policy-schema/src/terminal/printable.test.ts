import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printable, printableJson } from './printable.ts';

const of = (...codes: readonly number[]): string => String.fromCodePoint(...codes);

test('what a terminal would obey stands as its escape', () => {
  assert.equal(printable(`red ${of(0x1b)}[31m bell ${of(7)}`), 'red \\u{1b}[31m bell \\u{7}');
  // C1: one byte that begins a sequence, too; line ends, which would draw a line of their own.
  assert.equal(printable(`${of(0x9b)}2J a\r\nb`), '\\u{9b}2J a\\u{d}\\u{a}b');
  // Right-to-left override, a mark of no width, a private letter, a tag beyond the first plane, half a pair.
  assert.equal(
    printable(`${of(0x202e)}${of(0x200b)}${of(0xe000)}${of(0xe0041)}\ud800x`),
    '\\u{202e}\\u{200b}\\u{e000}\\u{e0041}\\u{d800}x',
  );
});

test('what is there to be read stays, and twice is once', () => {
  const text = 'Zoë 客户 «email» ⊘ 😀 \\u{1b}';
  assert.equal(printable(text), text);
  assert.equal(printable(printable(`${of(0x1b)}[0m`)), printable(`${of(0x1b)}[0m`));
});

test('JSON stays JSON of the same value', () => {
  const value = { [`a${of(0x9b)}`]: [of(0x1b), of(0x202e), of(0xe0041), of(0x2028), 'Zoë'] };
  const json = printableJson(JSON.stringify(value, undefined, 2));
  assert.deepEqual(JSON.parse(json), value);
  assert.doesNotMatch(json.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}]/u);
});
