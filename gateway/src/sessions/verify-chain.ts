import { setTimeout as pause } from 'node:timers/promises';
import { canonicalJson } from './canonical-json.ts';
import { durableInIndex } from './index/durable-in-index.ts';
import type { SessionKeys } from './keys/session-keys.ts';
import { endOfRemoved } from './log/removed-segments.ts';
import { type ScannedFrame, type SegmentEnd, scanSegment } from './log/scan-segment.ts';
import { listSegments, type SegmentFile, segmentName } from './log/segment-files.ts';
import type { Placement } from './log/segment-writer.ts';
import { headerBytes, parseHeader } from './parts/decode-record.ts';
import { recordFolders } from './record-folders.ts';
import { verifyParts } from './verify-parts.ts';

/** The first thing that is wrong with the records in a folder. */
export interface ChainProblem {
  /** Name of the segment's file. */
  readonly segment: string;
  /** Byte in that file. */
  readonly offset: number;
  /** Number of the record in the log, from 0. */
  readonly record: number;
  readonly reason: string;
}

export interface ChainResult {
  readonly ok: boolean;
  readonly segments: number;
  /** Records before the problem, or all. */
  readonly records: number;
  /** Chain hash of the last of them, hex: kept elsewhere, it shows later that nothing up to here was changed. */
  readonly chain: string;
  readonly problem?: ChainProblem;
}

/**
 * Checks every byte of the record log in `folder`: that each record is whole, follows the one before and has a
 * header in canonical form; with `keys`, also that its parts open and match their hashes. Records at the end that
 * the index knows and the log lacks are a problem too. Changes nothing; may run beside the gateway.
 */
export async function verifyChain(folder: string, keys?: SessionKeys): Promise<ChainResult> {
  const places = recordFolders(folder);
  const known = durableInIndex(places.index);
  const files = await listSegments(places.segments);
  const start = await endOfRemoved(places.segments);
  let end = start;
  let problem: ChainProblem | undefined;
  for (const [index, file] of files.entries()) {
    const number = start.segment + index + 1;
    if (file.number !== number) {
      problem = {
        segment: segmentName(number),
        offset: 0,
        record: end.sequence,
        reason: 'the file is missing',
      };
      break;
    }
    const frames: Placement[] = [];
    const mayBeGrowing = file === files.at(-1) ? (known ?? 0) : Number.POSITIVE_INFINITY;
    const scanned = await scanOne(file, end, mayBeGrowing, (frame) => {
      problem ??= headerProblem(frame);
      if (keys !== undefined) frames.push({ ...frame, chain: frame.chain });
    });
    end = scanned.position;
    if (problem === undefined && scanned.problem !== undefined) {
      problem = {
        segment: file.name,
        offset: end.offset,
        record: end.sequence,
        reason: scanned.problem.reason,
      };
    }
    if (keys !== undefined)
      problem = (await verifyParts(places.segments, frames, keys, problem?.record)) ?? problem;
    if (problem !== undefined) break;
  }
  if (problem === undefined && known !== undefined && known > end.sequence) {
    const reason = `${known - end.sequence} records that were acknowledged are missing at the end`;
    problem = {
      segment: segmentName(Math.max(1, end.segment)),
      offset: end.offset,
      record: end.sequence,
      reason,
    };
  }
  return {
    ok: problem === undefined,
    segments: files.length,
    records: problem?.record ?? end.sequence,
    chain: end.chain.toString('hex'),
    ...(problem && { problem }),
  };
}

/** From record `mayBeGrowing` on, what is no whole record may be one that the gateway is just writing. */
async function scanOne(
  file: SegmentFile,
  before: SegmentEnd['position'],
  mayBeGrowing: number,
  onFrame: (frame: ScannedFrame) => void,
): Promise<SegmentEnd> {
  const end = await scanSegment(file, before, onFrame);
  if (end.problem?.kind !== 'bytes' || end.position.sequence < mayBeGrowing) return end;
  await pause(300);
  return scanSegment(file, before, (frame) => {
    if (frame.offset >= end.position.offset) onFrame(frame);
  });
}

function headerProblem({ record, segment, offset, sequence }: ScannedFrame): ChainProblem | undefined {
  const at = { segment: segmentName(segment), offset, record: sequence };
  try {
    const bytes = headerBytes(record);
    if (canonicalJson(parseHeader(bytes)) !== bytes.toString('utf8'))
      return { ...at, reason: 'its header is not in canonical form' };
    return undefined;
  } catch (error) {
    return { ...at, reason: (error as Error).message };
  }
}
