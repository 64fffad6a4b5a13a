import type { SessionKeys } from './keys/session-keys.ts';
import { segmentName } from './log/segment-files.ts';
import { SegmentReader } from './log/segment-reader.ts';
import type { Placement } from './log/segment-writer.ts';
import { headerBytes, openParts, parseHeader } from './parts/decode-record.ts';
import type { ChainProblem } from './verify-chain.ts';

/**
 * Opens the parts of the records in `frames` whose sessions were not forgotten, up to record `end`, and checks
 * them against the hashes in their headers. Returns the first that fails.
 */
export async function verifyParts(
  segments: string,
  frames: readonly Placement[],
  keys: SessionKeys,
  end: number = Number.POSITIVE_INFINITY,
): Promise<ChainProblem | undefined> {
  const reader = new SegmentReader(segments);
  try {
    for (const { segment, offset, length, sequence } of frames) {
      if (sequence >= end) return undefined;
      const record = await reader.record(segment, offset, length);
      const header = parseHeader(headerBytes(record));
      try {
        const key = await keys.read(header.session);
        if (key !== undefined) openParts(record, header, key);
      } catch (error) {
        return { segment: segmentName(segment), offset, record: sequence, reason: (error as Error).message };
      }
    }
    return undefined;
  } finally {
    await reader.close();
  }
}
