import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DescMessage, fromJson, type JsonValue, toBinary } from '@bufbuild/protobuf';
import { MessageError } from '../../errors/message-error.ts';
import { qdrantMethods } from '../methods.ts';
import { readRequest } from './read-request.ts';
import { type AddressFields, addressOf } from './request-address.ts';

/** A request of a method, given as protobuf's own JSON: its address and its body. */
function read(name: string, json: JsonValue): { readonly address: AddressFields; readonly body: string } {
  const method = qdrantMethods.find((one) => `${one.service}/${one.method}` === name)!;
  const { message }: { readonly message: DescMessage } = method;
  const { form, root, text } = readRequest(method, toBinary(message, fromJson(message, json)));
  return { address: addressOf(form, root), body: text.json().toString() };
}

test('address and body together say all that a request says', () => {
  assert.deepEqual(read('qdrant.Points/Count', { collectionName: 'cases', exact: true, timeout: '5' }), {
    address: [
      ['collection_name', 'cases'],
      ['timeout', '5'],
    ],
    body: '{"exact":true}',
  });
  assert.deepEqual(
    read('qdrant.Points/Delete', {
      collectionName: 'cases',
      wait: true,
      points: { points: { ids: [{ num: '7' }] } },
      ordering: { type: 'Strong' },
    }),
    {
      address: [
        ['collection_name', 'cases'],
        ['wait', 'true'],
        ['ordering', 'strong'],
      ],
      body: '{"points":[7]}',
    },
  );
  assert.deepEqual(
    read('qdrant.Points/DeleteFieldIndex', { collectionName: 'cases', fieldName: 'tenant' }).address,
    [
      ['collection_name', 'cases'],
      ['field_name', 'tenant'],
    ],
  );
  assert.deepEqual(read('qdrant.Collections/List', {}), { address: [], body: '' });
  assert.deepEqual(read('grpc.health.v1.Health/Check', { service: 'qdrant' }).address, [
    ['service', 'qdrant'],
  ]);
});

test('a name that stands in the body is not said twice', () => {
  const { address, body } = read('qdrant.Points/Search', {
    collectionName: 'cases',
    vector: [1, 0],
    vectorName: 'title',
    limit: '3',
  });
  assert.deepEqual(address, [['collection_name', 'cases']]);
  assert.match(body, /"name":"title"/);
  assert.deepEqual(
    read('qdrant.Points/CreateFieldIndex', { collectionName: 'cases', fieldName: 'tenant' }).address,
    [['collection_name', 'cases']],
  );
});

test('a consistency that says nothing is refused', () => {
  const count = { collectionName: 'cases', readConsistency: {} };
  assert.throws(
    () => read('qdrant.Points/Count', count),
    (error: unknown) => error instanceof MessageError && error.code === 'malformed-field',
  );
});
