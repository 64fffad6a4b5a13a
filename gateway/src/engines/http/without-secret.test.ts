import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerWithoutSecret, secretForms, withoutSecret } from './without-secret.ts';

const secret = 'a"b/c\\d';
const forms = secretForms(secret);
const without = (text: string): string =>
  Buffer.from(withoutSecret(Buffer.from(text), forms.bytes)).toString();

test('a text without the secret is the same buffer', () => {
  const text = Buffer.from('{"message":"a b"}');
  assert.equal(withoutSecret(text, forms.bytes), text);
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

test('as other writers of JSON, of addresses and of HTML have it, it is found too', () => {
  const found = (key: string, text: string): string =>
    Buffer.from(withoutSecret(Buffer.from(text), secretForms(key).bytes)).toString();
  assert.equal(found('a<b>&/c', '"a\\u003cb\\u003e\\u0026/c"'), '"«credential»"');
  assert.equal(found('a/b', '"a\\/b"'), '"«credential»"');
  assert.equal(found('a/b=', 'a%2fb%3d'), '«credential»');
  assert.equal(found('a"b&c', '<p>a&quot;b&amp;c</p>'), '<p>«credential»</p>');
});

test('a header that quotes it is left out; a short one is not looked for in data', () => {
  const long = secretForms('0123456789');
  const answer = (status: number, text: string, headers = {}) => ({
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(text),
  });
  const plain = answer(200, '[]');
  assert.equal(answerWithoutSecret(plain, long), plain);
  const cleaned = answerWithoutSecret(answer(200, '["0123456789"]', { 'x-seen': 'a 0123456789' }), long);
  assert.deepEqual(cleaned, { ...answer(200, '["«credential»"]') });
  const short = secretForms('1234');
  const data = answer(200, '[12345]');
  assert.equal(answerWithoutSecret(data, short), data);
  assert.equal(
    Buffer.from(answerWithoutSecret(answer(401, 'not 1234'), short).body).toString(),
    'not «credential»',
  );
});
