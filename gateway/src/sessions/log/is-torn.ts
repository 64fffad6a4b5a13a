import { readFile } from 'node:fs/promises';
import { frameHead, frameMagic, isIntact, readHead } from './frame.ts';

/**
 * Tells a torn tail from damage. Bytes from `offset` on are a torn tail, left by a crash in the middle of a write
 * that nobody was told of, unless a whole record stands behind them that shows otherwise: one whose batch began
 * after `offset` (so all before was durable then), or any at all when `offset` lies before `durable`, up to
 * where the index knows the segment to have been durable.
 */
export async function isTorn(path: string, offset: number, durable: number): Promise<boolean> {
  const bytes = await readFile(path);
  for (let at = bytes.indexOf(frameMagic, offset + 1); at !== -1; at = bytes.indexOf(frameMagic, at + 1)) {
    const head = readHead(bytes, at);
    if (head === undefined || at + frameHead + head.length > bytes.length) continue;
    if (!isIntact(bytes.subarray(at, at + frameHead + head.length))) continue;
    if (at - head.distance > offset || durable > offset) return false;
  }
  return true;
}
