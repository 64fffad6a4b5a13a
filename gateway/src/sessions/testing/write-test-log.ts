import { frameHeadBytes } from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { allocateFrame } from '../log/frame.ts';
import { diskFiles } from '../log/log-files.ts';
import { scanLog } from '../log/scan-log.ts';
import { listSegments } from '../log/segment-files.ts';
import { type LeafedFrame, type Placement, SegmentWriter } from '../log/segment-writer.ts';

/** A frame with a short record, all header, that says its number. */
export function testFrame(number: number): LeafedFrame {
  const frame = allocateFrame(20);
  frame.writeUInt32BE(16, frameHeadBytes);
  frame.write(`record ${number}`.padEnd(16, '.'), frameHeadBytes + 4);
  return { frame, leaf: nativeHashes.leaf(frame.subarray(frameHeadBytes + 4)) };
}

/** Appends batches of records, numbered on, to the log in `folder`. Returns where they lie. */
export async function writeTestLog(
  folder: string,
  batches: readonly number[],
  segmentBytes = 1e6,
): Promise<Placement[]> {
  const { position } = await scanLog(await listSegments(folder), 0, () => {});
  const writer = await SegmentWriter.open(folder, diskFiles, segmentBytes, position);
  const placed: Placement[] = [];
  for (const count of batches) {
    const first = writer.position.sequence;
    placed.push(...(await writer.write(Array.from({ length: count }, (_, i) => testFrame(first + i)))));
  }
  await writer.close();
  return placed;
}
