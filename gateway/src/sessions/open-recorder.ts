import { mkdir, rm } from 'node:fs/promises';
import { GateError } from '../errors/gate-error.ts';
import { changeSigningKey } from './evidence/change-signing-key.ts';
import { CheckpointSigner } from './evidence/checkpoint-signer.ts';
import type { EvidenceOptions } from './evidence/evidence-options.ts';
import { type EvidencePlaces, openEvidencePlaces } from './evidence/evidence-places.ts';
import { OpeningTree } from './evidence/opening-tree.ts';
import { addFrame } from './index/add-frame.ts';
import { RecordIndex } from './index/record-index.ts';
import { SessionKeys } from './keys/session-keys.ts';
import { lockFolder } from './log/folder-lock.ts';
import { assertRoom, watchRoom } from './log/free-disk.ts';
import { diskFiles, type LogFiles } from './log/log-files.ts';
import { openLog, type TornTail } from './log/open-log.ts';
import { probeDisk } from './log/probe-disk.ts';
import { endOfRemoved } from './log/removed-segments.ts';
import type { ScannedFrame } from './log/scan-segment.ts';
import { listSegments } from './log/segment-files.ts';
import { SegmentLog } from './log/segment-log.ts';
import { SegmentWriter } from './log/segment-writer.ts';
import { LogRecorder } from './log-recorder.ts';
import { type RandomSource, randomPool } from './parts/random-pool.ts';
import { recordFolders } from './record-folders.ts';
import type { RecorderLogger } from './recorder-logger.ts';
import { failureReason } from './recording-impossible.ts';

export interface RecorderOptions {
  /** Made when it does not exist. Belongs to one process at a time. */
  readonly folder: string;
  /** 32 bytes from outside the data folder; wraps the sessions' data keys. */
  readonly masterKey: Uint8Array;
  readonly logger: RecorderLogger;
  /** A segment that has grown to this many bytes is followed by the next. Default 64 MiB. */
  readonly segmentBytes?: number;
  /**
   * When opening, at least the newest records up to this many bytes are verified; older ones only by `verifyRecords`.
   * Default 2 GiB.
   */
  readonly verifyBytes?: number;
  /** With fewer bytes free on that disk nothing is recorded, before it is really full. Default 0: until it is. */
  readonly freeDiskBytes?: number;
  /** Records that are older are removed, by whole segments. Default: none are. */
  readonly retentionDays?: number;
  /** How records are signed; absent: no checkpoints are. */
  readonly evidence?: EvidenceOptions;
  /** In place of the disk and of chance, for tests. */
  readonly files?: LogFiles;
  readonly random?: RandomSource;
}

/** What was found when the records were opened. */
export interface OpenReport {
  /** Records in the log. */
  readonly records: number;
  /** Cut off because a crash left it half written. */
  readonly torn?: TornTail;
  /** Records that had been acknowledged (the index knows them) and are gone from the log. 0 unless a disk or a hand took them. */
  readonly lost: number;
  /** Records that were read into the index now. */
  readonly indexed: number;
  /** Decisions whose intent has no outcome: the process ended in between. */
  readonly unknownOutcomes: number;
}

/**
 * Opens the records in a folder: locks it, verifies the log, cuts a torn tail, brings the index up to it.
 * Throws `GateError` with code `records-locked`, `records-damaged`, `records-missing`, `records-rewritten`,
 * `records-rolled-back`, `evidence-damaged`, `checkpoints-unpublished`, `master-key-mismatch`, or `recording-impossible`.
 */
export async function openRecorder(options: RecorderOptions): Promise<LogRecorder> {
  const { folder, logger, files = diskFiles, random = randomPool() } = options;
  const places = recordFolders(folder);
  let unlock: (() => void) | undefined;
  let unwatch: (() => void) | undefined;
  let index: RecordIndex | undefined;
  let writer: SegmentWriter | undefined;
  let signer: CheckpointSigner | undefined;
  let evidence: EvidencePlaces | undefined;
  try {
    await mkdir(places.segments, { recursive: true, mode: 0o700 });
    unlock = lockFolder(folder);
    // Archives that were being made when the last process ended.
    await rm(places.exports, { recursive: true, force: true });
    const keys = await SessionKeys.open(places.keys, options.masterKey, () => random(32));
    index = new RecordIndex(places.index, logger);
    evidence = options.evidence && (await openEvidencePlaces(places.evidence, options.evidence));
    const opening = evidence && (await OpeningTree.open(places.segments, evidence));
    const filled = index;
    const opened = await index.inBulk(() => readLog(options, filled, opening));
    writer = await SegmentWriter.open(
      places.segments,
      files,
      options.segmentBytes ?? 64 * 1024 * 1024,
      opened.position,
    );
    const floor = options.freeDiskBytes ?? 0;
    const probe = async (): Promise<void> => {
      await assertRoom(folder, floor);
      await probeDisk(folder);
    };
    const log = new SegmentLog(writer, probe, logger);
    unwatch = watchRoom(folder, floor, (error) => log.reportFailure(error));
    await assertRoom(folder, floor).catch((error: unknown) => log.reportFailure(error));
    const report: OpenReport = {
      records: opened.position.sequence,
      ...(opened.torn && { torn: opened.torn }),
      lost: opened.lost,
      indexed: opened.indexed,
      unknownOutcomes: index.unknownOutcomes(),
    };
    logger.info({ folder, ...report }, 'records opened');
    const release = unlock;
    const end = (): void => {
      unwatch?.();
      release();
    };
    if (evidence !== undefined && opening !== undefined && options.evidence !== undefined)
      signer = new CheckpointSigner(
        evidence,
        options.evidence,
        opening.end(opened.position.sequence),
        opened.position,
        logger,
      );
    const recorder = new LogRecorder({
      log,
      index,
      keys,
      random,
      signer,
      retentionDays: options.retentionDays,
      writer,
      segments: places.segments,
      evidence: places.evidence,
      leaves: places.leaves,
      exports: places.exports,
      policies: places.policies,
      assertRoom: () => assertRoom(folder, floor),
      unlock: end,
      report,
      logger,
    });
    if (evidence !== undefined && signer !== undefined)
      await changeSigningKey(evidence, signer, (event) => recorder.appendOwn(event), logger);
    recorder.startRetention();
    return recorder;
  } catch (error) {
    unwatch?.();
    await (signer === undefined ? evidence?.published?.place.close() : signer.abandon());
    await writer?.close();
    index?.close();
    unlock?.();
    if (error instanceof GateError) throw error;
    const reason = failureReason(error);
    throw new GateError(
      'recording-impossible',
      `VectorGate cannot start: the records in ${folder} cannot be opened: ${reason}. See to that folder, or name another data folder.`,
      { reason, folder },
      { cause: error },
    );
  }
}

async function readLog(
  { folder, logger, verifyBytes = 2 ** 31 }: RecorderOptions,
  index: RecordIndex,
  tree: OpeningTree | undefined,
): Promise<Awaited<ReturnType<typeof openLog>> & { lost: number; indexed: number }> {
  const places = recordFolders(folder);
  const segments = await listSegments(places.segments);
  const start = await endOfRemoved(places.segments);
  index.startAt(start.sequence, start.segment);
  const known = index.progress();
  // Numbers of segments, as all here: behind those that were removed.
  let from = start.segment + segments.length;
  const sizeOf = (number: number): number => segments[number - 1 - start.segment]!.size;
  for (let bytes = 0; from > start.segment + 1 && bytes + sizeOf(from) <= verifyBytes; from -= 1)
    bytes += sizeOf(from);
  from = Math.min(from, Math.max(1, known.segment), tree?.from ?? from);

  let indexed = 0;
  let other = false;
  const onFrame = (frame: ScannedFrame): void => {
    tree?.scanned(frame);
    if (frame.sequence === known.sequence - 1 && !frame.chain.equals(known.chain)) other = true;
    if (frame.sequence < known.sequence) return;
    addFrame(index, frame);
    indexed += 1;
  };
  const announce = ({ name }: { name: string }): void => {
    if (segments.length > 1)
      logger.info({ segment: name, of: segments.length, indexed }, 'reading the record log');
  };
  const opened = await openLog(
    {
      folder: places.segments,
      kept: places.torn,
      from,
      known: { ...known, signed: tree?.signed ?? 0 },
      logger,
    },
    onFrame,
    announce,
  );
  tree?.end(opened.position.sequence);
  index.settle();
  const { sequence } = opened.position;
  if (sequence >= known.sequence && !other) return { ...opened, lost: 0, indexed };

  // The index speaks of records that are not in this log. The log is the truth.
  const lost = Math.max(0, known.sequence - sequence);
  if (lost > 0)
    logger.error({ folder, lost }, 'records that had been acknowledged are gone from the end of the log');
  else logger.warn({ folder }, 'the index belongs to another log and is made anew');
  index.reset();
  indexed = 0;
  const { sequence: first } = index.progress();
  await openLog(
    { folder: places.segments, kept: places.torn, from: 1, known: index.progress(), logger },
    (frame) => {
      if (frame.sequence < first) return;
      addFrame(index, frame);
      indexed += 1;
    },
    announce,
  );
  index.settle();
  return { ...opened, lost, indexed };
}
