import { open } from 'node:fs/promises';
import {
  chainStart,
  FrameWalk,
  frameHeadBytes,
  readSegmentHead,
  segmentHeadBytes,
} from '@vectorgate/policy-schema/evidence';
import { nativeHashes } from '@vectorgate/policy-schema/native-hashes';
import { readAt } from './read-at.ts';
import type { SegmentFile } from './segment-files.ts';
import type { Placement } from './segment-writer.ts';

export interface ScannedFrame extends Placement {
  readonly leaf: Buffer;
  /** A view that holds until the callback returns. */
  readonly record: Buffer;
}

/** A place in the log between two records. */
export interface LogPosition {
  readonly segment: number;
  readonly offset: number;
  /** Number of the record that comes next. */
  readonly sequence: number;
  /** Chain hash of the record before. */
  readonly chain: Buffer;
}

/** What is wrong with the log at some place. */
export interface LogProblem {
  /** `bytes`: they are no whole record, as after a crash or damage. `order`: whole, but not what belongs there. */
  readonly kind: 'bytes' | 'order';
  readonly reason: string;
}

export interface SegmentEnd {
  /** After the last good record. */
  readonly position: LogPosition;
  /** Why the bytes at `position` are no good record; undefined at the end of the file. */
  readonly problem?: LogProblem;
}

/** What the chain starts from. */
export const zeros: Buffer = Buffer.from(chainStart);

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/**
 * Reads one segment from its start and checks every frame: whole, undamaged, and following the one before.
 * `expected` is the end of the segment before; undefined trusts what this segment's header says.
 */
export async function scanSegment(
  file: SegmentFile,
  expected: LogPosition | undefined,
  onFrame: (frame: ScannedFrame) => void,
): Promise<SegmentEnd> {
  const segment = file.number;
  const handle = await open(file.path, 'r');
  try {
    const start = await readAt(handle, 0, segmentHeadBytes);
    const head = readSegmentHead(start, 'records');
    const at = { segment, offset: 0, sequence: expected?.sequence ?? 0, chain: expected?.chain ?? zeros };
    if (head === undefined) {
      const short = start.length < segmentHeadBytes;
      const reason = short ? 'the file is shorter than its head' : 'the head of the file is damaged';
      return { position: at, problem: { kind: 'bytes', reason } };
    }
    const { first, previous } = head;
    if (expected !== undefined && (first !== expected.sequence || !expected.chain.equals(previous))) {
      const reason = 'the file does not continue the one before';
      return { position: at, problem: { kind: 'order', reason } };
    }
    const from = { offset: segmentHeadBytes, index: first, chain: previous };
    const walk = new FrameWalk((offset, length) => readAt(handle, offset, length), from, nativeHashes);
    let before = previous;
    for await (const { index, offset, frame, leaf, chain, intact } of walk.frames()) {
      if (!intact) {
        const position = { ...at, offset, sequence: index, chain: asBuffer(before) };
        return { position, problem: { kind: 'bytes', reason: 'the record is damaged' } };
      }
      const record = asBuffer(frame.subarray(frameHeadBytes));
      const { length } = frame;
      before = chain;
      onFrame({
        sequence: index,
        segment,
        offset,
        length,
        chain: asBuffer(chain),
        leaf: asBuffer(leaf),
        record,
      });
    }
    const { stop, offset, index: sequence } = walk;
    return {
      position: { segment, offset, sequence, chain: asBuffer(walk.chain) },
      ...(stop && { problem: { kind: stop.kind, reason: stop.reason } }),
    };
  } finally {
    await handle.close();
  }
}
