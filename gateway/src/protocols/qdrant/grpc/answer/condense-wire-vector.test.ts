import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { VectorOutputSchema } from '@qdrant/js-client-grpc';
import { condenseWireVector } from './condense-wire-vector.ts';
import { WireReader } from './wire-reader.ts';

const condensed = (bytes: Uint8Array): unknown => {
  const wire = new WireReader(Buffer.from(bytes));
  return JSON.parse(condenseWireVector(wire, 0, bytes.length));
};
const of = (init: MessageInitShape<typeof VectorOutputSchema>): unknown =>
  condensed(toBinary(VectorOutputSchema, create(VectorOutputSchema, init)));
const long = [0.5, -1, 2, 3, 4, 5, 6, 7, 8];
const kept = { dimension: 9, sha256: sha256(Buffer.from(Float32Array.from(long).buffer)) };

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test('every generation of vectors is kept as REST’s records keep it', () => {
  assert.deepEqual(of({ data: long }), kept);
  assert.deepEqual(of({ data: [0.25, 1] }), [0.25, 1]);
  assert.deepEqual(of({}), []);
  assert.deepEqual(of({ data: [...long, ...long], vectorsCount: 2 }), [kept, kept]);
  assert.deepEqual(of({ data: [1, 2], indices: { data: [3, 300] } }), { indices: [3, 300], values: [1, 2] });
  assert.deepEqual(of({ vector: { case: 'dense', value: { data: long } } }), kept);
  assert.deepEqual(
    of({ vector: { case: 'multiDense', value: { vectors: [{ data: long }, { data: [1] }] } } }),
    [kept, [1]],
  );
  assert.deepEqual(
    of({ vector: { case: 'sparse', value: { values: long, indices: long.map((_value, i) => i) } } }),
    { indices: { dimension: 9, sha256: sha256(Uint8Array.from(long.keys())) }, values: kept },
  );
});

test('numbers in several pieces are one list', () => {
  const float = (value: number): number[] => [...Buffer.from(Float32Array.of(value).buffer)];
  const pieces = long.flatMap((value, i) =>
    i % 2 === 0 ? [0x0d, ...float(value)] : [0x0a, 4, ...float(value)],
  );
  assert.deepEqual(condensed(Uint8Array.from(pieces)), kept);
});

test('of an unknown form size and digest are kept', () => {
  for (const bytes of [
    [0x0a, 3, 0, 0, 0],
    [0x0a, 9],
    [0x0a, 4, 0, 0, 0, 0, 0x18, 3],
    [0xc2, 6, 0],
  ]) {
    const vector = Uint8Array.from(bytes);
    assert.deepEqual(condensed(vector), { size: bytes.length, sha256: sha256(vector) });
  }
});
