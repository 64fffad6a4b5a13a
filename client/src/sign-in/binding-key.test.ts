import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Configuration } from 'openid-client';
import { isBindingKey, newBindingKey, proofOf } from './binding-key.ts';

test('a key survives being kept as text, and two sign-ins never share one', async () => {
  const [one, other] = [await newBindingKey(), await newBindingKey()];
  const kept: unknown = JSON.parse(JSON.stringify(one));
  assert.ok(isBindingKey(kept));
  const client = new Configuration({ issuer: 'https://gate.example' }, 'x');
  const thumbprint = async (key: typeof one) => (await proofOf(client, key)).calculateThumbprint();
  assert.equal(await thumbprint(kept), await thumbprint(one));
  assert.notEqual(await thumbprint(other), await thumbprint(one));
});

test('what is no key is told from one', () => {
  for (const value of [undefined, null, '', 'key', {}, { kty: 'EC' }, { kty: 'RSA', x: '', y: '', d: '' }])
    assert.equal(isBindingKey(value), false);
});
