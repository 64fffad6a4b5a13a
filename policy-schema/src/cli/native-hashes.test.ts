import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptHashes } from '../evidence/log/log-hashes.ts';
import { nativeHashes } from './native-hashes.ts';

test('the leaf of nothing is the one of RFC 6962 test vectors', () => {
  assert.equal(
    nativeHashes.leaf(Buffer.alloc(0)).toString('hex'),
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
});

test('hashes of the platform are those of the script', () => {
  const [a, b] = [Uint8Array.from({ length: 32 }, (_, i) => i), new Uint8Array(32).fill(0xfe)];
  for (const size of [0, 1, 7, 63, 64, 65, 4096]) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => i * 31);
    assert.deepEqual(new Uint8Array(nativeHashes.leaf(bytes)), scriptHashes.leaf(bytes));
    assert.equal(nativeHashes.crc32(bytes), scriptHashes.crc32(bytes));
  }
  assert.deepEqual(new Uint8Array(nativeHashes.chain(a, b)), scriptHashes.chain(a, b));
  assert.deepEqual(new Uint8Array(nativeHashes.node(a, b)), scriptHashes.node(a, b));
});
