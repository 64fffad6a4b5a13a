import { open } from 'node:fs/promises';
import { readSegmentHead, segmentHeadBytes } from '@vectorgate/policy-schema/evidence';
import { readAt } from './read-at.ts';
import type { SegmentFile } from './segment-files.ts';

/** Number of a segment's first record; undefined when its head is not whole. */
export async function readSegmentFirst({ path }: SegmentFile): Promise<number | undefined> {
  const handle = await open(path, 'r');
  try {
    return readSegmentHead(await readAt(handle, 0, segmentHeadBytes), 'records')?.first;
  } finally {
    await handle.close();
  }
}
