import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../pipeline/refusal.ts';
import { readTarget, writeTarget } from './read-target.ts';

const refusedForms: readonly (readonly [string, string])[] = [
  ['no leading slash', 'api/v2/heartbeat'],
  ['absolute form', 'http://other:80/api/v2/heartbeat'],
  ['asterisk form', '*'],
  ['empty segment', '/api//v2/heartbeat'],
  ['leading double slash', '//api/v2/heartbeat'],
  ['trailing slash', '/api/v2/heartbeat/'],
  ['dot segment', '/api/v2/./heartbeat'],
  ['dot-dot segment', '/api/v2/tenants/../reset'],
  ['encoded dot-dot', '/api/v2/tenants/%2e%2e/reset'],
  ['half-encoded dot-dot', '/api/v2/tenants/.%2E/reset'],
  ['encoded slash', '/api/v2/tenants/a%2Fb'],
  ['encoded backslash', '/api/v2/tenants/a%5cb'],
  ['bare backslash', '/api/v2\\tenants'],
  ['encoded percent', '/api/v2/tenants/a%2541'],
  ['encoded null', '/api/v2/tenants/a%00'],
  ['control character', '/api/v2/tenants/a%0a'],
  ['path parameter', '/api/v2/tenants;a=b/x'],
  ['dot-dot with parameter', '/api/v2/..;x/reset'],
  ['fragment', '/api/v2/heartbeat#x'],
  ['overlong UTF-8', '/api/v2/tenants/%c0%af'],
  ['lone surrogate', '/api/v2/tenants/%ed%a0%80'],
  ['bare non-ASCII', '/api/v2/tenants/é'],
  ['cut percent', '/api/v2/tenants/%4'],
  ['double quote', '/api/v2/tenants/"'],
  ['duplicate parameter', '/api/v2/x?limit=1&limit=2'],
  ['duplicate parameter, one encoded', '/api/v2/x?limit=1&l%69mit=2'],
  ['too long', `/${'a'.repeat(9000)}`],
];

test('a path that two servers could read differently is refused', () => {
  for (const [name, target] of refusedForms) {
    assert.throws(
      () => readTarget(target),
      (error: unknown) => error instanceof Refusal && error.kind === 'unreadable',
      name,
    );
  }
});

test('segments and parameters are decoded once and written in one canonical form', () => {
  const read = readTarget('/api/v2/tenants/a%20b%C3%A9/x?limit=5&name=a+b%2Bc&flag');
  assert.deepEqual(read.path, ['api', 'v2', 'tenants', 'a bé', 'x']);
  assert.deepEqual(read.query, [
    ['limit', '5'],
    ['name', 'a b+c'],
    ['flag', ''],
  ]);
  assert.equal(
    writeTarget(read.path, read.query),
    '/api/v2/tenants/a%20b%C3%A9/x?limit=5&name=a%20b%2Bc&flag=',
  );
});

test('what is written reads back as the same', () => {
  for (const segment of ['plain', "it's (a) *name*!", 'ünïcode', '~tilde', 'a:b@c', 'a&b=c']) {
    assert.deepEqual(readTarget(writeTarget(['x', segment], [[segment, segment]])), {
      path: ['x', segment],
      query: [[segment, segment]],
    });
  }
});

test('the root has no segments', () => {
  assert.deepEqual(readTarget('/').path, []);
});
