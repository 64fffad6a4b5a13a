import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DetectorName } from '@vectorgate/policy-schema';
import { findInText } from '../find-in-text.ts';
import { mergeFindings } from '../merge-findings.ts';
import { decodeText } from './decoded-text.ts';

const all = new Set<DetectorName>(['email', 'phone', 'credit-card', 'iban', 'us-ssn', 'ip']);

const find = (text: string): string[] => {
  const bytes = Buffer.from(text);
  return mergeFindings(findInText(bytes, 0, bytes.length, all)).map(
    ({ start, end, detector }) => `${detector}:${bytes.toString('utf8', start, end)}`,
  );
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const sentence = 'please write to ana@acme.com today';

test('what reads as personal data is found whole, however it is written', () => {
  for (const [text, expected] of [
    ['ana\u200b@ac\u00adme.com', 'email:ana\u200b@ac\u00adme.com'],
    ['mail ana&#64;acme&period;com now', 'email:ana&#64;acme&period;com'],
    ['ana&amp;#x40;acme.com', 'email:ana&amp;#x40;acme.com'],
    ['ana%2540acme%2Ecom', 'email:ana%2540acme%2Ecom'],
    ['ana\\u0040acme.com', 'email:ana\\u0040acme.com'],
    ['ana [at] acme (dot) com', 'email:ana [at] acme (dot) com'],
    ['ana@<wbr>acme.com</td>', 'email:ana@<wbr>acme.com'],
    ['ana.ruiz@acme.\ncom', 'email:ana.ruiz@acme.\ncom'],
    ['ana.ruiz@\r\n> acme.com', 'email:ana.ruiz@\r\n> acme.com'],
    ['41<!-- x -->11 1111 1111 1111', 'credit-card:41<!-- x -->11 1111 1111 1111'],
    ['4111 **1111** 1111 1111', 'credit-card:4111 **1111** 1111 1111'],
    ['٤١١١ ١١١١ ١١١١ ١١١١', 'credit-card:٤١١١ ١١١١ ١١١١ ١١١١'],
    ['𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏', 'credit-card:𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏'],
    ['078=2D05=\r\n=2D1120', 'us-ssn:078=2D05=\r\n=2D1120'],
    ['2̶1̶9̶-09-9999', 'us-ssn:2̶1̶9̶-09-9999'],
    ['4 1 1 1   1 1 1 1   1 1 1 1   1 1 1 1', 'credit-card:4 1 1 1   1 1 1 1   1 1 1 1   1 1 1 1'],
    [`x ${base64(sentence)} y`, `email:${base64(sentence)}`],
    [base64(base64(sentence)), `email:${base64(base64(sentence))}`],
    [`(${Buffer.from(sentence).toString('hex')})`, `email:${Buffer.from(sentence).toString('hex')}`],
    [
      Buffer.from(sentence, 'utf16le').toString('base64'),
      `email:${Buffer.from(sentence, 'utf16le').toString('base64')}`,
    ],
  ] as const)
    assert.deepEqual(find(text), [expected], text);
});

test('what stands for nothing personal is left alone', () => {
  for (const text of [
    'if (a < b && c > d) { return x%20; } <b>bold</b> &amp; *so* on',
    `x ${base64('nothing to be seen in here at all, really')} y`,
    '3f2504e04f8911d39a0c0305e82cd3a1b7f0ac52',
    '/usr/share/locale/en/LC_MESSAGES/program.mo',
    'a list:\n* one\n* (at) two [do] three',
    'C:\\new\\table\\readme.txt',
    'A B C of the matter, 1 2 3 4',
  ])
    assert.deepEqual(find(text), [], text);
});

test('a text that says what is written is not copied', () => {
  for (const text of ['', 'plain', 'é “quoted” – text…', '100 % = all', 'a & b < c'])
    assert.equal(decodeText(Buffer.from(text), 0, Buffer.byteLength(text)), undefined, text);
});

test('bytes that are no text after decoding become marks, place for place', () => {
  const read = decodeText(Buffer.from('%C3%A9 %FFx %C3'), 0, 15);
  assert.equal(read?.bytes.toString('latin1'), '?? ?x ?');
  const good = decodeText(Buffer.from('%C3%A9&eacute;'), 0, 14);
  assert.equal(good?.bytes.toString(), 'éé');
  assert.deepEqual([good?.start(2), good?.end(4)], [6, 14]);
});

test('a hostile text costs no more than its length', () => {
  for (const piece of [
    '&#',
    '%25',
    '=\n',
    '<a ',
    '<!--',
    '\\u00',
    '(at) ',
    '[ a',
    'QUJD',
    '1 ',
    'a b ',
    '\u200b',
    '​1',
  ]) {
    const reads = (count: number): number => {
      const bytes = Buffer.from(piece.repeat(count));
      let looked = 0;
      const counted = new Proxy(bytes, {
        get: (target, key) => {
          looked++;
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      decodeText(counted, 0, bytes.length);
      return looked;
    };
    assert.ok(reads(2_000) < reads(1_000) * 2.5 + 100, piece);
  }
});
