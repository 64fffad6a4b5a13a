import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readKept } from './kept-session.ts';

const tokens = {
  issuer: 'https://gate.example',
  clientId: 'c',
  accessToken: 'a',
  refreshToken: 'r',
  key: { kty: 'EC', x: 'x', y: 'y', d: 'd' },
  expires: 1,
};

test('what was kept is read back', () => {
  assert.deepEqual(readKept(JSON.stringify({ id: '1', tokens })), { id: '1', tokens });
});

test('a lost, cut or foreign secret is no session', () => {
  for (const secret of [
    undefined,
    '',
    '{',
    '[]',
    '{}',
    '{"id":1,"tokens":{}}',
    JSON.stringify({ id: '1', tokens: { ...tokens, expires: 'x' } }),
  ])
    assert.equal(readKept(secret), undefined);
});
