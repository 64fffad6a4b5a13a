import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CollectionCache } from './collection-cache.ts';

const collection = { id: 'i', tenant: 't', database: 'd', name: 'before' };

test('an answer of the store is kept for a while', () => {
  const cache = new CollectionCache();
  cache.set(collection, 0, cache.epoch);
  assert.equal(cache.get('t', 'd', 'i', 1), collection);
  assert.equal(cache.get('other', 'd', 'i', 1), undefined);
  assert.equal(cache.get('t', 'd', 'i', 60_000), undefined);
});

test('an answer from before a rename is not kept after it', () => {
  const cache = new CollectionCache();
  const { epoch } = cache;
  cache.clear();
  cache.set(collection, 0, epoch);
  assert.equal(cache.get('t', 'd', 'i', 1), undefined);
  cache.set(collection, 0, cache.epoch);
  assert.equal(cache.get('t', 'd', 'i', 1), collection);
});
