import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { AnswerWireError } from './answer-wire-error.ts';
import { JsonWriter } from './json-writer.ts';
import { WireReader } from './wire-reader.ts';

const reader = (...bytes: number[]): WireReader => new WireReader(Buffer.from(bytes));
const refused = (read: () => unknown): void => assert.throws(read, AnswerWireError);

test('numbers of every length are read as they were written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.integer().map(BigInt)), (value) => {
      const bytes = Buffer.from(new BinaryWriter().int64(value).finish());
      const wire = new WireReader(bytes);
      wire.varint(bytes.length);
      assert.equal(wire.at, bytes.length);
      const json = new JsonWriter(bytes, 8);
      json.int(wire.low, wire.high);
      assert.equal(json.written.toString(), String(value));
      json.back();
      json.uint(wire.low, wire.high);
      assert.equal(json.written.toString(), String(BigInt.asUintN(64, value)));
    }),
  );
});

test('numbers that do not end, or are longer than 64 bits, are refused', () => {
  const full = new Array(9).fill(0xff);
  for (const bytes of [[], [0x80], full, [...full, 0x02], [...full, 0x81, 0x01], [...full, 0x80, 0x00]])
    refused(() => reader(...bytes).varint(bytes.length));
  const largest = reader(...full, 0x01);
  largest.varint(10);
  assert.deepEqual([largest.low >>> 0, largest.high >>> 0], [0xffff_ffff, 0xffff_ffff]);
});

test('fields without a number, groups, unknown ways and lengths past the end are refused', () => {
  for (const bytes of [
    [0x02, 0x00],
    [0x0b],
    [0x0c],
    [0x0e],
    [0x0f],
    [0x0a],
    [0x0a, 0x02, 0x00],
    [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
    [0x0a, 0x80, 0x80, 0x80, 0x80, 0x10],
    [0x0d, 0, 0, 0],
    [0x09, 0, 0, 0, 0, 0, 0, 0],
    [0x80, 0x80, 0x80, 0x80, 0x10, 0x00],
  ])
    refused(() => reader(...bytes).fields(0, bytes.length));
});

test('the entry of a map has a key and a value, each once, in any order', () => {
  const wire = reader(0x12, 1, 7, 0x0a, 2, 65, 66);
  wire.entry(0, 7);
  assert.deepEqual([wire.keyStart, wire.keyEnd, wire.valueStart, wire.valueEnd], [5, 7, 2, 3]);
  refused(() => reader(0x0a, 0, 0x0a, 0).entry(0, 4));
  refused(() => reader(0x1a, 0).entry(0, 2));
  refused(() => reader(0x08, 0).entry(0, 2));
});
