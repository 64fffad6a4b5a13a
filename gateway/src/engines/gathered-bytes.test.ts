import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatheredBytes } from './gathered-bytes.ts';

test('pieces of every size come out as they went in, in order', () => {
  const gathered = new GatheredBytes();
  const expected: Buffer[] = [];
  for (const size of [1, 5_000, 1, 2, 3, 4_096, 4_097, 16_000, 4_000, 4_000, 4_000, 4_000, 4_000, 0, 1]) {
    const piece = Buffer.alloc(size, expected.length + 1);
    expected.push(piece);
    gathered.add(piece);
  }
  assert.equal(gathered.length, Buffer.concat(expected).length);
  assert.deepEqual(Buffer.from(gathered.whole()), Buffer.concat(expected));
  assert.equal(new GatheredBytes().whole().length, 0);
});

test('one piece is handed on as it is', () => {
  const gathered = new GatheredBytes();
  const piece = Buffer.from('one');
  gathered.add(piece);
  assert.equal(gathered.whole(), piece);
});

test('a million pieces of one byte take about their own length', () => {
  const gathered = new GatheredBytes();
  const network = Buffer.alloc(65_536, 'a');
  const before = process.memoryUsage();
  for (let i = 0; i < 1_000_000; i++) gathered.add(network.subarray(i % 65_536, (i % 65_536) + 1));
  const after = process.memoryUsage();
  assert.ok(after.arrayBuffers - before.arrayBuffers < 4 * 2 ** 20);
  assert.equal(gathered.whole().length, 1_000_000);
});
