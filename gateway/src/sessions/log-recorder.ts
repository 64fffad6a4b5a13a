import type { KeyObject } from 'node:crypto';
import { GateError } from '../errors/gate-error.ts';
import { addFrame } from './index/add-frame.ts';
import { indexEntry } from './index/index-entry.ts';
import { findClientSession } from './index/index-queries.ts';
import type { RecordIndex } from './index/record-index.ts';
import type { SessionKeys } from './keys/session-keys.ts';
import { frameHead } from './log/frame.ts';
import { scanLog } from './log/scan-log.ts';
import { listSegments } from './log/segment-files.ts';
import type { SegmentLog } from './log/segment-log.ts';
import type { LeafedFrame, Placement } from './log/segment-writer.ts';
import type { OpenReport } from './open-recorder.ts';
import { encodeLong, encodeShort, sealedAtOnce } from './parts/encode-record.ts';
import type { RandomSource } from './parts/random-pool.ts';
import type { RecordDraft, Recorder } from './record.ts';
import { RecordReader } from './record-reader.ts';
import type { RecorderLogger } from './recorder-logger.ts';
import { type SessionKey, SessionTracker } from './session-tracker.ts';

interface Pieces {
  readonly log: SegmentLog;
  readonly index: RecordIndex;
  readonly keys: SessionKeys;
  readonly random: RandomSource;
  readonly segments: string;
  readonly unlock: () => void;
  readonly report: OpenReport;
  readonly logger: RecorderLogger;
}

/** The recorder and its reader over one folder. Made by `openRecorder`. */
export class LogRecorder extends RecordReader implements Recorder {
  readonly #pieces: Pieces;
  readonly #tracker: SessionTracker;
  readonly #frames = (length: number): Buffer => this.#pieces.log.frame(length);
  /** What was found on opening. */
  readonly report: OpenReport;

  constructor(pieces: Pieces) {
    super(pieces.segments, pieces.index, pieces.keys, () => this.#completeIndex());
    this.#pieces = pieces;
    this.report = pieces.report;
    this.#tracker = new SessionTracker((key) => this.#findSession(key));
  }

  append(draft: RecordDraft): Promise<void> {
    const key = this.#pieces.keys.held(draft.header.session);
    return key === undefined ? this.#appendFirst(draft) : this.#append(draft, key);
  }

  sessionFor(key: SessionKey, instant: number): string {
    return this.#tracker.sessionFor(key, instant);
  }

  health(): { readonly ok: boolean; readonly reason?: string } {
    const reason = this.#pieces.log.failure();
    return reason === undefined ? { ok: true } : { ok: false, reason };
  }

  /** Destroys the session's data key: nobody can read its records' parts any more; all else still verifies. */
  async forgetSession(id: string): Promise<void> {
    this.#tracker.forget(id);
    await this.#pieces.keys.destroy(id);
  }

  async close(): Promise<void> {
    await this.#pieces.log.close();
    this.#pieces.index.close();
    this.#pieces.unlock();
  }

  async #appendFirst(draft: RecordDraft): Promise<void> {
    const { log, keys } = this.#pieces;
    let key: KeyObject;
    try {
      key = await keys.obtain(draft.header.session);
    } catch (cause) {
      if (cause instanceof GateError) throw cause;
      throw log.reportFailure(cause);
    }
    return this.#append(draft, key);
  }

  /**
   * Short records are encoded when their batch goes out, one after the other: in between other work each takes half as
   * long again. Nobody changes a draft meanwhile: its answer waits for this.
   */
  async #append(draft: RecordDraft, key: KeyObject): Promise<void> {
    const { log, index, random } = this.#pieces;
    let headerLength = 0;
    const noted = (leafed: LeafedFrame): LeafedFrame => {
      headerLength = leafed.frame.readUInt32BE(frameHead);
      return leafed;
    };
    const placed = (at: Placement): void => index.add(indexEntry(draft.header, headerLength, at));
    const bytes = sealedAtOnce(draft);
    if (bytes !== undefined)
      return log.append({ bytes, frame: () => noted(encodeShort(draft, key, random, this.#frames)), placed });
    const leafed = noted(await encodeLong(draft, key, random));
    return log.append({ bytes: leafed.frame.length, frame: () => leafed, placed });
  }

  #findSession(key: SessionKey & { client: string }): string | undefined {
    const { index, keys, logger } = this.#pieces;
    try {
      index.settle();
      const found = findClientSession(index.database(), key);
      return found !== undefined && !keys.isForgotten(found) ? found : undefined;
    } catch (err) {
      // Without the index the run goes on in a new session; no record is lost by that.
      logger.warn({ err }, 'the sessions before could not be looked up');
      return undefined;
    }
  }

  #completing: Promise<void> | undefined;

  async #completeIndex(): Promise<void> {
    const { index } = this.#pieces;
    // What is appended while the log is read can leave another gap behind it: a few rounds close it.
    for (let round = 0; round < 5; round += 1) {
      index.settle();
      if (index.isComplete()) return;
      this.#completing ??= this.#fillIndex().finally(() => {
        this.#completing = undefined;
      });
      await this.#completing;
    }
  }

  /** Reads from the log what the index lacks. What is appended meanwhile follows on its own. */
  async #fillIndex(): Promise<void> {
    const { index, segments, logger } = this.#pieces;
    const { sequence, segment } = index.progress();
    logger.info({ sequence }, 'filling the index of the records from the log');
    const files = await listSegments(segments);
    await scanLog(files, Math.max(0, segment - 1), (frame) => {
      if (frame.sequence >= sequence) addFrame(index, frame);
    });
    index.settle();
  }
}
