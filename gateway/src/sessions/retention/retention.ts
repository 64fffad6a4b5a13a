import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceEvent } from '@vectorgate/policy-schema/evidence';
import { keptHeaderLine, writeSegmentHead } from '@vectorgate/policy-schema/evidence';
import { leavesName } from '../log/removed-segments.ts';
import { listSegments } from '../log/segment-files.ts';
import { syncFolder, writeDurably } from '../log/write-durably.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import { firstRecordTime } from './first-record-time.ts';
import { type ReadSegment, readSegment } from './read-segment.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A clock that is off by less is no matter. */
const leeway = 5 * 60_000;

/** What removing needs of the recorder. */
export interface RetentionPieces {
  readonly segments: string;
  /** Where what proves the records lies. */
  readonly evidence: string;
  /** Records what was removed. */
  readonly append: (event: EvidenceEvent) => Promise<void>;
  /** Signs what is in the log. */
  readonly sign: () => Promise<void>;
  /** The segment that is written to takes no more. */
  readonly closeSegment: () => void;
  /** The records before this number, in segments up to that one, are gone. */
  readonly removed: (sequence: number, segment: number) => void;
  readonly logger: RecorderLogger;
}

/**
 * Removes records that are older than they may get, by whole segments: those whose newest record is. Their leaf hashes
 * stay, so that all that is left verifies as before, and a record says that they are gone.
 */
export class Retention {
  readonly #pieces: RetentionPieces;
  readonly #days: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(days: number, pieces: RetentionPieces) {
    this.#days = days;
    this.#pieces = pieces;
  }

  /** Looks now and every hour. */
  start(): void {
    const look = (): void => {
      this.apply(Date.now()).catch((err: unknown) =>
        this.#pieces.logger.error({ err }, 'records past their time cannot be removed'),
      );
    };
    look();
    this.#timer = setInterval(look, hour).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Removes what is older than it may get at that instant. Returns how many segments went. */
  apply(now: number): Promise<number> {
    const run = this.#running.then(() => this.#apply(now));
    this.#running = run.catch(() => undefined);
    return run;
  }

  async #apply(now: number): Promise<number> {
    const { segments, logger } = this.#pieces;
    const files = await listSegments(segments);
    const last = files.at(-1);
    const began = last && (await firstRecordTime(last));
    // A log with little to record must not keep one segment open for years.
    if (began !== undefined && now - began > day) this.#pieces.closeSegment();
    if (began !== undefined && began > now + leeway) {
      logger.warn({}, 'no records are removed: the clock is behind the newest of them. Set the clock right');
      return 0;
    }
    const past: ReadSegment[] = [];
    for (const file of files.slice(0, -1)) {
      const read = await readSegment(file);
      if (read.newest > now - this.#days * day) break;
      past.push(read);
    }
    const end = past.at(-1);
    if (end === undefined) return 0;
    await this.#keepHeaders(past);
    for (const read of past) await this.#keepLeaves(read);
    // Signed while everything is there; then said; then done.
    await this.#pieces.sign();
    const records = end.first + end.leaves.length;
    await this.#pieces.append({ event: 'segments-removed', to: end.file.number, records });
    for (const { file } of past) await rm(file.path);
    await syncFolder(segments);
    this.#pieces.removed(records, end.file.number);
    logger.info(
      { segments: past.length, records },
      'records past their time were removed; their hashes stay',
    );
    return past.length;
  }

  /** Adds to those that were kept before. What was interrupted adds the same lines once more, which counts as one. */
  async #keepHeaders(past: readonly ReadSegment[]): Promise<void> {
    const { evidence } = this.#pieces;
    const path = join(evidence, 'headers');
    const present = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    const lines = past.flatMap(({ kept }) => kept.map(({ index, header }) => keptHeaderLine(index, header)));
    const fresh = lines.filter((line) => !present.includes(line));
    if (fresh.length === 0) return;
    await mkdir(evidence, { recursive: true, mode: 0o700 });
    await writeDurably(path, Buffer.from(present + fresh.join('')));
  }

  async #keepLeaves({ file, first, previous, leaves }: ReadSegment): Promise<void> {
    const head = writeSegmentHead({ first, previous }, 'leaves');
    await writeDurably(
      join(this.#pieces.segments, leavesName(file.number)),
      Buffer.concat([head, ...leaves]),
    );
  }
}
