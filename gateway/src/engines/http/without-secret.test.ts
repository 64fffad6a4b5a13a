import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretForms, withoutSecret } from './without-secret.ts';

const secret = 'a"b/c\\d';
const forms = secretForms(secret);
const without = (text: string): string => Buffer.from(withoutSecret(Buffer.from(text), forms)).toString();

test('a text without the secret is the same buffer', () => {
  const text = Buffer.from('{"message":"a b"}');
  assert.equal(withoutSecret(text, forms), text);
});

test('the secret is hidden however often and in whichever form it stands, and JSON stays JSON', () => {
  const nested = JSON.stringify({ head: { key: secret } });
  const text = JSON.stringify({
    said: secret,
    twice: `${secret}${secret}`,
    nested,
    at: encodeURIComponent(secret),
  });
  assert.deepEqual(JSON.parse(without(text)), {
    said: '«credential»',
    twice: '«credential»«credential»',
    nested: '{"head":{"key":"«credential»"}}',
    at: '«credential»',
  });
  assert.equal(without(`key ${secret}, ü`), 'key «credential», ü');
});
