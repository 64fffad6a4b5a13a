import { type FileHandle, open } from 'node:fs/promises';
import { follows, frameHead, isIntact, readHead } from './frame.ts';
import type { SegmentFile } from './segment-files.ts';
import { readSegmentHeader, segmentHead } from './segment-header.ts';
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

const window = 4 * 1024 * 1024;

/**
 * Reads one segment from its start and checks every frame: whole, undamaged, and following the one before.
 * `expected` is the end of the segment before; undefined trusts what this segment's header says.
 */
export async function scanSegment(
  file: SegmentFile,
  expected: LogPosition | undefined,
  onFrame: (frame: ScannedFrame) => void,
): Promise<SegmentEnd> {
  const handle = await open(file.path, 'r');
  try {
    const start = await readAt(handle, 0, segmentHead);
    const header = readSegmentHeader(start);
    const at = {
      segment: file.number,
      offset: 0,
      sequence: expected?.sequence ?? 0,
      chain: expected?.chain ?? zeros,
    };
    if (header === undefined) {
      const reason =
        start.length < segmentHead
          ? 'the file is shorter than its header'
          : 'the header of the file is damaged';
      return { position: at, problem: { kind: 'bytes', reason } };
    }
    if (
      expected !== undefined &&
      (header.first !== expected.sequence || !header.previous.equals(expected.chain))
    ) {
      return {
        position: at,
        problem: { kind: 'order', reason: 'the file does not continue the one before' },
      };
    }
    return await scanFrames(
      handle,
      file,
      { ...at, offset: segmentHead, sequence: header.first, chain: header.previous },
      onFrame,
    );
  } finally {
    await handle.close();
  }
}

/** What the chain starts from. */
export const zeros: Buffer = Buffer.alloc(32);

async function scanFrames(
  handle: FileHandle,
  file: SegmentFile,
  from: LogPosition,
  onFrame: (frame: ScannedFrame) => void,
): Promise<SegmentEnd> {
  let { offset, sequence, chain } = from;
  const end = (reason?: string, kind: LogProblem['kind'] = 'bytes'): SegmentEnd => ({
    position: { segment: file.number, offset, sequence, chain },
    ...(reason !== undefined && { problem: { kind, reason } }),
  });
  let bytes: Buffer = Buffer.alloc(0);
  let base = offset;
  const have = async (length: number): Promise<boolean> => {
    if (offset - base + length <= bytes.length) return true;
    bytes = await readAt(handle, offset, Math.max(length, window));
    base = offset;
    return length <= bytes.length;
  };
  for (;;) {
    if (!(await have(frameHead)))
      return bytes.length === offset - base ? end() : end('the bytes end inside the head of a record');
    const head = readHead(bytes, offset - base);
    if (head === undefined) return end('no record begins here');
    const length = frameHead + head.length;
    if (offset + length > file.size && offset + length > (await handle.stat()).size)
      return end('the bytes end inside a record');
    if (!(await have(length))) return end('the bytes end inside a record');
    const frame = bytes.subarray(offset - base, offset - base + length);
    if (!isIntact(frame)) return end('the record is damaged');
    const next = follows(frame, chain);
    if (next === undefined) return end('the record does not follow the one before', 'order');
    onFrame({
      sequence,
      segment: file.number,
      offset,
      length,
      chain: next.chain,
      leaf: next.leaf,
      record: frame.subarray(frameHead),
    });
    chain = next.chain;
    offset += length;
    sequence += 1;
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
