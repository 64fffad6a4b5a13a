import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { leafHash } from './leaf-hash.ts';

test('the leaf of nothing is the one of RFC 6962 test vectors', () => {
  assert.equal(
    leafHash(Buffer.alloc(0)).toString('hex'),
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
});

test('a leaf is SHA-256 over a zero byte and the header', () => {
  const header = Buffer.from('{"v":1}');
  assert.deepEqual(leafHash(header), createHash('sha256').update('\0').update(header).digest());
});
