import assert from 'node:assert/strict';
import { test } from 'node:test';
import { visibleLine, visibleText } from './visible-text.ts';

const of = (...codes: readonly number[]): string => String.fromCodePoint(...codes);

test('what would hide, reorder or command is shown as a stand-in', () => {
  for (const [code, shown] of [
    [0x00, '⟨NUL⟩'],
    [0x1b, '⟨ESC⟩'],
    [0x0d, '⟨CR⟩'],
    [0x9b, '⟨U+009B⟩'],
    [0xad, '⟨SHY⟩'],
    [0x200b, '⟨ZWSP⟩'],
    [0x200f, '⟨RLM⟩'],
    [0x202e, '⟨RLO⟩'],
    [0x2028, '⟨LS⟩'],
    [0x2066, '⟨LRI⟩'],
    [0x3164, '⟨U+3164⟩'],
    [0xfeff, '⟨BOM⟩'],
    [0xe0041, '⟨U+E0041⟩'],
    [0xd800, '⟨U+D800⟩'],
  ] as const)
    assert.equal(visibleLine(`a${of(code)}b`), `a${shown}b`);
});

test('what people write stays as it is', () => {
  for (const text of [
    'tab\tand line',
    'שלום عالم',
    '👩\u200d💻 ✔\ufe0f',
    'می\u200cخواهم',
    'naïve – “quoted” ﷺ',
    'a • b',
  ])
    assert.equal(
      visibleText(text)
        .map((piece) => (piece.kind === 'text' ? piece.text : '!'))
        .join(''),
      text,
    );
});

test('a joiner that joins nothing is shown', () => {
  assert.equal(visibleLine(' \u200d '), ' ⟨ZWJ⟩ ');
  assert.equal(visibleLine('1\u200c2'), '1⟨ZWNJ⟩2');
});

test('marks of masks are told by class, and what hides in them is shown', () => {
  const pieces = visibleText('mail «email», card •••••4242, «hash:0123456789abcdef» «redacted» «quoted»');
  assert.deepEqual(
    pieces.filter(({ kind }) => kind === 'mask').map(({ text, about }) => [text, about]),
    [
      ['«email»', 'email'],
      ['•••••4242', 'partial'],
      ['«hash:0123456789abcdef»', 'hash'],
      ['«redacted»', 'redacted'],
    ],
  );
  assert.ok(visibleText(`••${of(0x202e)}••`).some(({ kind }) => kind === 'control'));
});

test('marks that say their way alone are told with their class, once, where it is known', () => {
  const asked: string[] = [];
  const shown = (text: string, known: string | undefined) =>
    visibleText(text, (mark) => {
      asked.push(mark);
      return known;
    }).map(({ kind, text: piece, about, class: of }) => [kind, piece, about, of]);
  assert.deepEqual(shown('by «hash:0123456789abcdef», 41••••', 'phone'), [
    ['text', 'by ', undefined, undefined],
    ['mask', '«hash:0123456789abcdef»', 'hash', 'phone'],
    ['text', ', ', undefined, undefined],
    ['mask', '41••••', 'partial', 'phone'],
  ]);
  assert.deepEqual(
    shown(`a${of(0x200b)}b••••`, 'phone').map(([kind, , , known]) => [kind, known]),
    [
      ['mask', undefined],
      ['control', undefined],
      ['mask', 'phone'],
    ],
  );
  assert.deepEqual(shown('«redacted»', undefined), [['mask', '«redacted»', 'redacted', undefined]]);
  asked.length = 0;
  // They say it themselves; and a pattern may be called like a way.
  assert.deepEqual(
    shown('«email» «pattern:hash»', 'phone').filter(([kind]) => kind === 'mask'),
    [
      ['mask', '«email»', 'email', undefined],
      ['mask', '«pattern:hash»', 'pattern hash', undefined],
    ],
  );
  assert.deepEqual(asked, []);
});

test('a long text of bullets is read in time that grows with it only', () => {
  const started = performance.now();
  visibleText('•x'.repeat(200_000));
  visibleText(`${'x'.repeat(400_000)}`);
  assert.ok(performance.now() - started < 5_000);
});
