import { open } from 'node:fs/promises';
import {
  frameHeadBytes,
  headerIn,
  readFrameHead,
  segmentHeadBytes,
} from '@vectorgate/policy-schema/evidence';
import type { SegmentFile } from '../log/segment-files.ts';
import { parseHeader } from '../parts/decode-record.ts';

/** No header that is worth asking is longer. */
const most = 256 * 1024;

/** When the first record of a segment was made, in milliseconds since the epoch; undefined when there is none. */
export async function firstRecordTime(file: SegmentFile): Promise<number | undefined> {
  const handle = await open(file.path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(most), 0, most, segmentHeadBytes);
    const bytes = buffer.subarray(0, bytesRead);
    if (readFrameHead(bytes, 0) === undefined) return undefined;
    const header = headerIn(bytes.subarray(frameHeadBytes));
    return header && Date.parse(parseHeader(header).time);
  } finally {
    await handle.close();
  }
}
