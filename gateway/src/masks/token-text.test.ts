import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskKeys } from './mask-keys.ts';
import { tokenText } from './token-text.ts';

const master = new Uint8Array(32).fill(3);
const token = (text: string, connection = 'insights', key = master): string =>
  tokenText(text, maskKeys(key, connection).token);

test('a token is the same for the same text on one connection, and tells nothing elsewhere', () => {
  assert.equal(token('ana@acme.com'), token('ana@acme.com'));
  assert.notEqual(token('ana@acme.com'), token('ana@acme.con'));
  assert.notEqual(token('ana@acme.com'), token('ana@acme.com', 'archive'));
  assert.notEqual(token('ana@acme.com'), token('ana@acme.com', 'insights', new Uint8Array(32).fill(4)));
});

test('all tokens are equally long, and made so that what was written yesterday is known tomorrow', () => {
  for (const text of ['', 'a', '😀'.repeat(1_000)]) assert.equal(token(text).length, '«token:»'.length + 32);
  // Computed once by another HKDF and HMAC: a change here breaks joins with what people have kept.
  assert.equal(token('ana@acme.com'), '«token:5ed4ba0fb81ae9bb91fa89e5e4ae2a55»');
});

test('one key is not another: hash, token, and names of connections that look alike', () => {
  const keys = [maskKeys(master, 'a'), maskKeys(master, 'a v1'), maskKeys(master, 'A'), maskKeys(master, '')];
  const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
  assert.equal(new Set(keys.map(({ token: key }) => hex(key))).size, 4);
  assert.equal(new Set(keys.map(({ hash }) => hex(hash))).size, 1);
  assert.ok(keys.every(({ hash, token: key }) => hex(hash) !== hex(key) && key.length === 32));
});
