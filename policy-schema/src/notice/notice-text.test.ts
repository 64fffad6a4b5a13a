import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticeText } from './notice-text.ts';

test('nothing changed, nothing said', () => {
  assert.equal(noticeText([], []), undefined);
});

test('filters first, then masks, detectors in brackets', () => {
  const text = noticeText(
    ['filter tenant = "acme" added'],
    [
      { field: 'email', method: 'partial' },
      { field: '$document', method: 'redact', found: ['phone', 'credit-card'] },
    ],
  );
  assert.equal(text, 'filter tenant = "acme" added; email partly hidden, document redacted (phone, card)');
});
