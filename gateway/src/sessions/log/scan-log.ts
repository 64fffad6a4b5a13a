import { type LogPosition, type LogProblem, type ScannedFrame, scanSegment, zeros } from './scan-segment.ts';
import type { SegmentFile } from './segment-files.ts';

export interface LogEnd {
  /** After the last good record. */
  readonly position: LogPosition;
  /** What is wrong at `position`, in which file; undefined when the log is whole. */
  readonly problem?: LogProblem & { readonly file: SegmentFile };
}

/** Where an empty log stands. */
export const logStart: LogPosition = { segment: 0, offset: 0, sequence: 0, chain: zeros };

/**
 * Reads and checks the segments in order, beginning with `segments[from]`, and stops at the first problem.
 * Beginning later than the first trusts the chain hash in that segment's header. `start` is where the log stands before
 * the first: behind the segments that were removed.
 */
export async function scanLog(
  segments: readonly SegmentFile[],
  from: number,
  onFrame: (frame: ScannedFrame) => void,
  onSegment: (file: SegmentFile) => void = () => {},
  start: LogPosition = logStart,
): Promise<LogEnd> {
  let position: LogPosition | undefined = from === 0 ? start : undefined;
  for (const [index, file] of segments.entries()) {
    const number = start.segment + index + 1;
    if (file.number !== number) {
      return {
        position: position ?? start,
        problem: { file, kind: 'order', reason: `segment ${number} is missing before it` },
      };
    }
    if (index < from) continue;
    const end = await scanSegment(file, position, onFrame);
    position = end.position;
    if (end.problem !== undefined) return { position, problem: { file, ...end.problem } };
    onSegment(file);
  }
  return { position: position ?? start };
}
