import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { gatewayUrl } from './gateway-url.ts';

test('a gateway in clear is taken on the loopback address only', () => {
  for (const fine of [
    'http://127.0.0.1:8701',
    'http://localhost:1',
    'http://[::1]:2',
    'https://gate.example.com/',
  ])
    assert.equal(gatewayUrl(fine).href, new URL(new URL(fine).origin).href);
  for (const bad of [
    'http://gate.example.com',
    'http://127.0.0.1.evil.example:80',
    'http://127.0.0.1@evil.example',
  ])
    assert.throws(
      () => gatewayUrl(bad),
      (error) => error instanceof ClientError && error.code === 'gateway-not-secure',
    );
});

test('what is no address of a gateway is named so', () => {
  for (const bad of ['', 'gate', 'ftp://gate.example.com'])
    assert.throws(
      () => gatewayUrl(bad),
      (error) => error instanceof ClientError && error.code === 'gateway-unknown',
    );
});
