import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagePrefix } from '@vectorgate/store-messages/grpc';
import fc from 'fast-check';
import { OneMessage } from './one-message.ts';

const read = (bytes: Uint8Array, cuts: readonly number[], limit = 1_000) => {
  const body = new OneMessage(limit);
  let from = 0;
  for (const cut of [...cuts, bytes.length].sort((a, b) => a - b)) {
    if (cut > bytes.length) continue;
    body.read(Buffer.from(bytes.subarray(from, cut)));
    from = cut;
  }
  return body.end();
};

test('one message is read whole, however it is cut', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(210)), (message, cuts) => {
      const bytes = Buffer.concat([messagePrefix(message.length), message]);
      const { message: got, compressed } = read(bytes, cuts);
      assert.deepEqual(Buffer.from(got), Buffer.from(message));
      assert.equal(compressed, false);
    }),
  );
  assert.equal(read(Buffer.from([1, 0, 0, 0, 1, 7]), []).compressed, true);
});

test('everything else is refused', () => {
  const fails = (bytes: readonly number[], fault: string, limit?: number): void => {
    for (const cuts of [[], bytes.map((_, i) => i)])
      assert.throws(() => read(Uint8Array.from(bytes), cuts, limit), { fault });
  };
  fails([], 'none');
  fails([0], 'cut-short');
  fails([0, 0, 0, 0], 'cut-short');
  fails([0, 0, 0, 0, 1], 'cut-short');
  fails([0, 0, 0, 0, 2, 1], 'cut-short');
  fails([0, 0, 0, 0, 0, 0], 'several');
  fails([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], 'several');
  fails([2, 0, 0, 0, 0], 'flag');
  fails([128, 0, 0, 0, 0], 'flag');
  fails([0, 0, 0, 0, 11], 'too-large', 10);
  fails([0, 255, 255, 255, 255], 'too-large');
});
