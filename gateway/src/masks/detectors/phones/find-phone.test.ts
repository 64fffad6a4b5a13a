import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findInText } from '../find-in-text.ts';
import { mergeFindings } from '../merge-findings.ts';

const find = (text: string): string[] => {
  const bytes = Buffer.from(text);
  return mergeFindings(findInText(bytes, 0, bytes.length, new Set(['phone'] as const))).map(
    ({ start, end }) => bytes.toString('utf8', start, end),
  );
};

test('numbers of many countries are found whole, national ones too', () => {
  for (const text of [
    '612 34 56 78',
    '98765 43210',
    '(11) 91234-5678',
    '22 12 34 56',
    '138 1234 5678',
    '8 (912) 345-67-89',
    '06 20 123 4567',
    '0821 / 45 67 01',
    '089 / 123 45 67',
    '+49 (0) 89 / 123 45 67',
    '01.99.00.12.34',
    '0791234567',
    '011 44 20 7946 0958',
    '+41 79\n123 45 67',
    '(415) 555-0100 x22',
    '+34 912 345 678 ext. 12',
    '020 7946 0958, extension 4',
    '+49 30 2312 5123 Durchwahl 17',
  ])
    assert.deepEqual(find(`reach me: ${text}`), [text], text);
});

test('a number ends where its country says, and does not take along what follows', () => {
  assert.deepEqual(find('+41 79 123 45 67 12 people'), ['+41 79 123 45 67']);
  assert.deepEqual(find('+47 22 12 34 56 2024'), ['+47 22 12 34 56']);
});

test('a word before the number says what it is', () => {
  for (const text of [
    'phone 5551234',
    'тел. 61234567',
    '電話 61234567',
    'Tel: 61234567',
    'ring Ana on 612345678',
  ])
    assert.equal(find(text).length, 1, text);
  for (const text of ['order 601 234 567', 'invoice no. 912 345 678', 'hotel 1234567', 'cancelled 1234567'])
    assert.deepEqual(find(text), [], text);
});

test('figures and dates are left alone', () => {
  for (const text of [
    '2 345 678 901',
    '1.000.000.000',
    '25 000 000',
    '01/02/2024 10:30',
    '2024-01-15 10:30',
    '41.11 11.11',
    '12 34 56 78 90 12 34 56',
    '612345678',
    'build 20240115103000',
  ])
    assert.deepEqual(find(text), [], text);
});
