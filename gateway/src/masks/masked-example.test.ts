import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskedExample } from '@vectorgate/policy-schema/language';
import { hashDigits, redactedMark, tokenDigits } from './marks.ts';
import { partialText } from './partial-text.ts';

test('what editors show as masked is what the gateway would deliver', () => {
  for (const path of ['email', 'phone', 'iban', 'card', 'name', 'city', 'created_at', 'note'])
    for (const [keepFirst, keepLast] of [
      [0, 4],
      [2, 2],
      [0, 64],
      [1, 0],
    ] as const) {
      const { from, to } = maskedExample(path, 'string', { method: 'partial', keepFirst, keepLast }) ?? {};
      assert.equal(to, partialText(from ?? '', keepFirst, keepLast), path);
    }
  const to = (method: 'redact' | 'hash' | 'tokenize' | 'nullify' | 'drop', type?: 'number') =>
    maskedExample('note', type, { method })?.to ?? '';
  assert.equal(to('redact'), redactedMark);
  assert.match(to('hash'), new RegExp(`^«hash:[0-9a-f]{${hashDigits}}»$`));
  assert.match(to('tokenize'), new RegExp(`^«token:[0-9a-f]{${tokenDigits}}»$`));
  // A method unfit for the type nullifies.
  assert.deepEqual([to('nullify'), to('hash', 'number'), to('drop')], ['null', 'null', 'left out']);
});
