import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordedPath } from './recorded-path.ts';

const id = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';

test('what a replay reads is read', () => {
  for (const path of [
    '/sessions',
    '/sessions?limit=100&all=1&cursor=a%26b',
    `/sessions/${id}`,
    '/records?query=effect%3Adeny&limit=100',
    '/records/facets?query=',
    '/records/summary?all=1',
    `/records/${id}`,
    `/records/${id}/today`,
    `/sessions/${id}/notes`,
  ])
    assert.equal(recordedPath(path), path);
  assert.equal(recordedPath('/records?query=a b'), '/records?query=a+b');
});

test('nothing else is', () => {
  for (const path of [
    '',
    '/me',
    '/connections',
    'sessions',
    '//evil.example/sessions',
    '/sessions/../me',
    `/sessions/${id}/forget`,
    `/sessions/${id}?all=1`,
    `/sessions/${id.toLowerCase()}`,
    `/records/${id}/`,
    `/records/${id}/notes`,
    `/sessions/${id}/today`,
    `/sessions/${id}/notes/x`,
    `/sessions/${id}/notes?all=1`,
    `/records/${id}#`,
    '/sessions?limit=1&limit=2',
    '/sessions?query=x',
    '/records?x=1',
    `/records?query=${'x'.repeat(4_001)}`,
    '/records?query=a?b',
    '/constructor',
  ])
    assert.equal(recordedPath(path), undefined, path);
});
