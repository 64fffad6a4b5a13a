import { readFile } from 'node:fs/promises';
import { frameHeadBytes, frameMagic, isIntact, readFrameHead } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';

/**
 * Tells a torn tail from damage. Bytes from `offset` on are a torn tail, left by a crash in the middle of a write
 * that nobody was told of, unless a whole record stands behind them that shows otherwise: one whose batch began
 * after `offset` (so all before was durable then), or any at all when `offset` lies before `durable`, up to
 * where the index knows the segment to have been durable.
 */
export async function isTorn(path: string, offset: number, durable: number): Promise<boolean> {
  const bytes = await readFile(path);
  for (let at = bytes.indexOf(frameMagic, offset + 1); at !== -1; at = bytes.indexOf(frameMagic, at + 1)) {
    const head = readFrameHead(bytes, at);
    if (head === undefined || at + frameHeadBytes + head.length > bytes.length) continue;
    if (!isIntact(bytes.subarray(at, at + frameHeadBytes + head.length), nativeHashes.crc32)) continue;
    if (at - head.distance > offset || durable > offset) return false;
  }
  return true;
}
