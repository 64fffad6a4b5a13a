import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { signedVarint, unsignedVarint, varintEnd } from './read-varint.ts';
import { varintBytes } from './write-wire.ts';

const plain = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

test('numbers read back as they were written', () => {
  const edges = [0n, 1n, 127n, 128n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n];
  const unsigned = fc.oneof(
    fc.constantFrom(...edges, 2n ** 64n - 1n),
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  );
  fc.assert(
    fc.property(unsigned, (value) => {
      const bytes = varintBytes(value);
      assert.equal(unsignedVarint(bytes, 0), plain(value));
      assert.equal(varintEnd(bytes, 0), bytes.length);
    }),
  );
  const signed = fc.oneof(
    fc.constantFrom(...edges, ...edges.map((edge) => -edge), -(2n ** 63n)),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  );
  fc.assert(
    fc.property(signed, (value) => {
      const bytes = varintBytes(value);
      assert.equal(signedVarint(bytes, 0), plain(value));
      assert.equal(varintEnd(bytes, 0), bytes.length);
    }),
  );
});
