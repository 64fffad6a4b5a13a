import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { segmentHeadBytes } from '@vectorgate/policy-schema/evidence';
import { GateError } from '../../errors/gate-error.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import { isTorn } from './is-torn.ts';
import { diskFiles } from './log-files.ts';
import { endOfRemoved } from './removed-segments.ts';
import { scanLog } from './scan-log.ts';
import type { LogPosition, ScannedFrame } from './scan-segment.ts';
import { listSegments, type SegmentFile } from './segment-files.ts';

/** A torn tail that was cut off when the log was opened. */
export interface TornTail {
  /** Name of the segment's file. */
  readonly segment: string;
  /** Where the tail began. */
  readonly offset: number;
  readonly bytes: number;
  readonly reason: string;
  /** The copy of what was cut. */
  readonly kept: string;
}

/** What the index knows to have been durable; the log may not be shorter than that. */
export interface KnownDurable {
  readonly sequence: number;
  readonly segment: number;
  readonly durable: number;
  /** So many records were signed: none of them may be cut off. Default 0. */
  readonly signed?: number;
}

export interface OpenedLog {
  readonly position: LogPosition;
  readonly torn?: TornTail;
}

/**
 * Reads and checks the segments in `folder` from number `from` on, cuts a torn tail (a copy of it goes to `kept`),
 * and says where the log ends. Throws `GateError` code `records-damaged` for any other damage and
 * `records-missing` when segments are gone that the index knows; then nothing was changed.
 */
export async function openLog(
  {
    folder,
    kept,
    from,
    known,
    logger,
  }: { folder: string; kept: string; from: number; known: KnownDurable; logger: RecorderLogger },
  onFrame: (frame: ScannedFrame) => void,
  onSegment: (file: SegmentFile) => void,
): Promise<OpenedLog> {
  const segments = await listSegments(folder);
  const start = await endOfRemoved(folder);
  const last = segments.at(-1);
  if (known.segment > (last?.number ?? 0)) throw missing(folder, known.segment);
  // The last two at least: should the last have no header yet, the one before says where the log ends.
  const first = Math.max(0, Math.min(from - 1 - start.segment, segments.length - 2));
  const { position, problem } = await scanLog(segments, first, onFrame, onSegment, start);
  if (problem === undefined) return { position };
  const { file, kind, reason } = problem;
  // A file whose first bytes are not there yet has no name in `position`: it is torn as a whole.
  const offset = position.segment === file.number ? position.offset : 0;
  const durable = known.segment === file.number ? known.durable : 0;
  const torn =
    kind === 'bytes' &&
    file === last &&
    file.number >= known.segment &&
    position.sequence >= (known.signed ?? 0) &&
    (await isTorn(file.path, offset, durable));
  if (!torn) throw damaged(folder, file, offset, reason);
  const tail = await cut(file, offset, reason, kept);
  logger.warn(tail, 'the end of the record log was torn by a crash: it was cut, and a copy kept');
  return {
    position: offset < segmentHeadBytes ? await endBefore(segments, file, position) : position,
    torn: tail,
  };
}

/** Where the log ends when a segment that never got its header was taken away. */
async function endBefore(
  segments: readonly SegmentFile[],
  file: SegmentFile,
  position: LogPosition,
): Promise<LogPosition> {
  const before = segments.find(({ number }) => number === file.number - 1);
  return { ...position, segment: file.number - 1, offset: before?.size ?? 0 };
}

async function cut(file: SegmentFile, offset: number, reason: string, folder: string): Promise<TornTail> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = join(folder, `${file.name}.from-${offset}.${Date.now()}`);
  const draft = `${kept}.new`;
  const torn = { segment: file.name, offset, bytes: file.size - offset, reason, kept };
  await copyTail(file.path, draft, offset);
  await rename(draft, kept);
  await diskFiles.syncFolder(folder);
  if (offset < segmentHeadBytes) {
    await rm(file.path);
    await diskFiles.syncFolder(join(file.path, '..'));
    return torn;
  }
  await truncate(file.path, offset);
  await syncFile(file.path);
  return torn;
}

async function copyTail(from: string, to: string, offset: number): Promise<void> {
  if (offset === 0) {
    await copyFile(from, to);
  } else {
    await pipeline(createReadStream(from, { start: offset }), createWriteStream(to, { mode: 0o600 }));
  }
  await syncFile(to);
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const damaged = (folder: string, file: SegmentFile, offset: number, reason: string): GateError =>
  new GateError(
    'records-damaged',
    `VectorGate cannot start: the record log in ${folder} is damaged: segment ${file.name}, byte ${offset}: ${reason}. Nothing was changed. Restore that file from a copy, or move the data folder aside to begin a new log.`,
    { folder, segment: file.name, offset, reason },
  );

const missing = (folder: string, number: number): GateError =>
  new GateError(
    'records-missing',
    `VectorGate cannot start: segment ${number} of the record log in ${folder} is gone, with records that were already acknowledged. Nothing was changed. Restore it from a copy, or move the data folder aside to begin a new log.`,
    { folder, segment: number },
  );
