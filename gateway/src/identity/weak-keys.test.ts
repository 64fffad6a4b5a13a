import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import type { JWK } from 'jose';
import { isUsableKey } from './weak-keys.ts';

const jwk = (key: object): JWK => ({ ...key, kid: 'k' });
const rsa = jwk(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' }));
const ec = jwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }));
const coded = (value: bigint): string =>
  Buffer.from(value.toString(16).padStart(512, '0'), 'hex').toString('base64url');

test('keys made for signatures are usable', () => {
  for (const key of [
    rsa,
    ec,
    { ...ec, use: 'sig' },
    { ...ec, key_ops: ['verify'] },
    jwk(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })),
  ]) {
    assert.equal(isUsableKey(key), true);
  }
});

test('keys for other uses, of other kinds, nameless or weak are not', () => {
  // A modulus that is a power of 65537 under every prime of the ROCA generator, 2048 bits long.
  const product = [
    11n,
    13n,
    17n,
    19n,
    37n,
    53n,
    61n,
    71n,
    73n,
    79n,
    97n,
    103n,
    107n,
    109n,
    127n,
    151n,
    157n,
  ].reduce((a, b) => a * b);
  const base = 65_537n % product;
  const roca = base + ((1n << 2047n) / product + 1n) * product;
  const small = jwk(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }));
  const { kid: _kid, ...nameless } = ec;
  const broken: [string, JWK][] = [
    ['encryption', { ...rsa, use: 'enc' }],
    ['no verification', { ...ec, key_ops: ['encrypt'] }],
    ['nameless', nameless],
    ['symmetric', { kty: 'oct', k: 'c2VjcmV0', kid: 'k' }],
    ['another curve', { ...ec, crv: 'secp256k1' }],
    ['1024 bits', small],
    ['exponent 1', { ...rsa, e: 'AQ' }],
    ['even exponent', { ...rsa, e: 'BA' }],
    ['no modulus', { kty: 'RSA', e: 'AQAB', kid: 'k' }],
    ['ROCA', { kty: 'RSA', e: 'AQAB', kid: 'k', n: coded(roca) }],
  ];
  assert.deepEqual(
    broken.filter(([, key]) => isUsableKey(key)).map(([name]) => name),
    [],
  );
  // The same length without the mark passes: it is the mark that is found.
  assert.equal(isUsableKey({ kty: 'RSA', e: 'AQAB', kid: 'k', n: coded(roca + 2n) }), true);
});
