import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../pipeline/refusal.ts';
import { readHeaders } from './read-headers.ts';

const refused: readonly (readonly [string, readonly string[]])[] = [
  ['our token twice', ['vectorgate-token', 'a', 'Vectorgate-Token', 'b']],
  ['underscore twin of our token', ['vectorgate_token', 'a']],
  ['host twice', ['host', 'a', 'host', 'b']],
  ['content-length twice', ['content-length', '1', 'content-length', '2']],
  ['compressed body', ['content-encoding', 'gzip']],
  ['upgrade', ['upgrade', 'websocket']],
  ['Connection names our token', ['connection', 'keep-alive, vectorgate-token']],
  ['Connection names authorization', ['connection', 'authorization']],
];

test('heads that could be read in two ways are refused', () => {
  for (const [name, raw] of refused) {
    assert.throws(
      () => readHeaders(raw),
      (error: unknown) => error instanceof Refusal && error.kind === 'unreadable',
      name,
    );
  }
});

test('names become lower case and prototype names are plain names', () => {
  const { headers } = readHeaders(
    ['Host', 'chroma.internal:8000', '__Proto', 'x']
      .slice(0, 2)
      .concat(['constructor', 'y', 'Connection', 'keep-alive']),
  );
  assert.equal(headers.host, 'chroma.internal:8000');
  assert.equal(headers.constructor, 'y');
  assert.equal(headers.toString, undefined);
});

test('our own headers are told apart from all others, in any case', () => {
  const { own, headers } = readHeaders([
    'VectorGate-Token',
    't',
    'vectorgate-upstream',
    'chroma.internal:8000',
    'VECTORGATE-SESSION',
    's',
    'vectorgate-else',
    'x',
  ]);
  assert.deepEqual(own, { token: 't', upstream: 'chroma.internal:8000', session: 's' });
  assert.deepEqual({ ...headers }, { 'vectorgate-else': 'x' });
});
