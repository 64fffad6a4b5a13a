import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldOfPath, pathOfField } from './payload-path.ts';

test('a path of Qdrant’s names the field that policy knows, however it is spelled', () => {
  for (const [path, field] of [
    ['email', 'email'],
    ['"email"', 'email'],
    ['email[]', 'email'],
    ['email[0]', 'email'],
    ['address.city', 'address.city'],
    ['address."city"', 'address.city'],
    ['"address.city"', 'address.city'],
    ['items[].price', 'items.price'],
    ['a[1][50].b-c[]."d[.]e"', 'a.b-c.d[.]e'],
    ['straße', 'straße'],
  ] as const)
    assert.equal(fieldOfPath(path), field, path);
});

test('what Qdrant’s own reader would refuse, or policy would take for a word of its own, is refused', () => {
  for (const path of [
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    'a[',
    'a[x]',
    'a[0]b',
    '"a',
    'a"b"',
    'a b',
    '""',
    '"$vector"',
    '$id',
  ])
    assert.throws(() => fieldOfPath(path), { code: 'payload-path' }, path);
});

test('a field of policy is written as a path that reads back as the same field', () => {
  for (const field of ['tenant', 'a.b', 'with space.x', 'ünï', 'a-b_c', 'd[.]e']) {
    const path = pathOfField(field);
    assert.ok(path !== undefined, field);
    assert.equal(fieldOfPath(path), field);
  }
  for (const field of ['', '$vector', 'a..b', '.a', 'a"b', 'a\\b'])
    assert.equal(pathOfField(field), undefined);
});
