import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionUrl } from './connection-url.ts';

test('what is shown of a connection URL has no role and no password', () => {
  const url = 'postgres://gate:s3cret@db.example.com:5433/evidence?sslmode=verify-full';
  assert.deepEqual(connectionUrl(url), { url, shown: 'postgres://db.example.com:5433/evidence' });
  for (const host of ['localhost', '127.0.0.1:5433', '[::1]:5432'])
    assert.equal(connectionUrl(`postgresql://gate:x@${host}/e`).shown, `postgres://${host}/e`);
});

test('a URL that is none, or leaves open who gets the password, is told without quoting it', () => {
  for (const text of [
    '',
    's3cret',
    'http://gate:s3cret@localhost/e',
    'postgres://localhost/e?x=s3cret',
    'postgres://gate:s3cret@db.example.com/e',
    'postgres://gate:s3cret@db.example.com/e?sslmode=require',
    'postgres://gate:s3cret@localhost/e?host=db.example.com',
    'postgres://gate:s3cret@localhost.example.com/e',
    'postgres://gate:s3cret@127.0.0.1.example.com/e',
  ])
    assert.throws(
      () => connectionUrl(text),
      (error: Error & { code?: string }) =>
        error.code === 'secret' &&
        !error.message.includes('s3cret') &&
        /Write it as|Add \?sslmode|Leave out/.test(error.message),
      text,
    );
});
