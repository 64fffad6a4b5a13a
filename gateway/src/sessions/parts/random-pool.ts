import { randomFillSync } from 'node:crypto';

/** Draws random bytes for salts and nonces. */
export type RandomSource = (length: number) => Uint8Array;

/** Cryptographic random bytes, fetched 16 KiB at a time: one call to the generator for about a thousand salts. */
export function randomPool(): RandomSource {
  let pool = Buffer.alloc(0);
  let used = 0;
  return (length) => {
    if (used + length > pool.length) {
      pool = randomFillSync(Buffer.allocUnsafeSlow(Math.max(16_384, length)));
      used = 0;
    }
    used += length;
    return pool.subarray(used - length, used);
  };
}
