import { open } from 'node:fs/promises';
import { frameHead, headerOf, readHead } from '../log/frame.ts';
import type { SegmentFile } from '../log/segment-files.ts';
import { segmentHead } from '../log/segment-header.ts';
import { parseHeader } from '../parts/decode-record.ts';

/** No header that is worth asking is longer. */
const most = 256 * 1024;

/** When the first record of a segment was made, in milliseconds since the epoch; undefined when there is none. */
export async function firstRecordTime(file: SegmentFile): Promise<number | undefined> {
  const handle = await open(file.path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(most), 0, most, segmentHead);
    const bytes = buffer.subarray(0, bytesRead);
    if (readHead(bytes, 0) === undefined) return undefined;
    const header = headerOf(bytes.subarray(frameHead));
    return header && Date.parse(parseHeader(header).time);
  } finally {
    await handle.close();
  }
}
