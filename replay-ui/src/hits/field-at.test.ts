import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldAt } from './field-at.ts';

test('fields of an answer are told by where they lie, as policies call them', () => {
  const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ['chroma', ['documents'], '$document'],
    ['chroma', ['uris'], '$uri'],
    ['chroma', ['metadatas', 'email'], 'email'],
    ['chroma', ['metadatas', 'address', 'city'], 'address.city'],
    ['chroma', ['ids'], undefined],
    ['chroma', ['metadatas'], undefined],
    ['chroma', [], undefined],
    ['qdrant', ['result', 'points', 'payload', 'email'], 'email'],
    ['qdrant', ['result', 'groups', 'hits', 'payload', 'payload', 'city'], 'payload.city'],
    ['qdrant', ['result', 'points', 'id'], undefined],
    ['qdrant', ['result', 'payload'], undefined],
  ];
  for (const [store, path, field] of cases) assert.equal(fieldAt(store)?.(path), field, path.join('.'));
  for (const store of ['milvus', 'toString']) assert.equal(fieldAt(store), undefined);
});
