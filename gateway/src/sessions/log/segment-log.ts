import { setImmediate as immediate } from 'node:timers/promises';
import { GateError } from '../../errors/gate-error.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import { failureReason, recordingImpossible } from '../recording-impossible.ts';
import { FrameMemory } from './frame-memory.ts';
import type { LeafedFrame, Placement, SegmentWriter } from './segment-writer.ts';

/** A record for the log. */
export interface Appended {
  /** Bytes of the frame, about. */
  readonly bytes: number;
  /** The frame, made already or made now: it is asked for when its batch goes out, once. May throw. */
  readonly frame: () => LeafedFrame;
  /** Called in the order of the log, before the promise resolves. */
  readonly placed: (at: Placement) => void;
}

interface Waiting extends Appended {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Bytes that go out in one batch, unless a single record is longer. */
const batchBytes = 16 * 1024 * 1024;
/** Records that go out in one batch: making their frames must not hold everything else up. */
const batchRecords = 500;
/** Bytes that may wait for the disk before further appends are refused. */
const queueBytes = 256 * 1024 * 1024;
/** While nothing can be recorded, the disk is asked this often (ms). */
const probeEvery = 1000;
/** An append finds out for itself, unless somebody asked the disk less than this long ago (ms). */
const probeAfter = 250;

/**
 * The log with group commit: all appends that wait while a sync runs go out together in the next write and sync.
 * An append resolves only when its record is durable.
 */
export class SegmentLog {
  readonly #writer: SegmentWriter;
  readonly #probeDisk: () => Promise<void>;
  readonly #logger: RecorderLogger;
  readonly #memory = new FrameMemory();
  #queue: Waiting[] = [];
  #queued = 0;
  #draining: Promise<void> | undefined;
  #failure: { readonly error: GateError; readonly reason: string } | undefined;
  #probing: Promise<boolean> | undefined;
  #probed = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `probeDisk` writes something durably beside the log and takes it away again, or throws. */
  constructor(writer: SegmentWriter, probeDisk: () => Promise<void>, logger: RecorderLogger) {
    this.#writer = writer;
    this.#probeDisk = probeDisk;
    this.#logger = logger;
  }

  /** A frame with room for a record of `length` bytes, to be written and appended at once. */
  frame(length: number): Buffer {
    return this.#memory.frame(length);
  }

  /** Resolves when the record is durable. Rejects with what `frame` threw, or with a `GateError`. */
  append(record: Appended): Promise<void> {
    if (this.#closed) return Promise.reject(refused('the gateway is shutting down'));
    if (this.#failure !== undefined) return this.#appendAfterProbe(record);
    if (this.#queued + record.bytes > queueBytes && this.#queue.length > 0)
      return Promise.reject(refused('too many records wait for the disk'));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#queue.push({ ...record, resolve, reject });
    this.#queued += record.bytes;
    this.#draining ??= this.#drain();
    return promise;
  }

  /** Why nothing can be recorded now; undefined when all is well as far as is known. */
  failure(): string | undefined {
    if (this.#closed) return 'the recorder is closed';
    if (this.#failure === undefined && !this.#writer.isInPlace()) this.reportFailure(gone());
    return this.#failure?.reason;
  }

  /** Something else that recording needs failed on the same disk. */
  reportFailure(cause: unknown): GateError {
    const error = recordingImpossible(cause);
    const reason = failureReason(cause);
    if (this.#failure === undefined)
      this.#logger.error({ err: cause, reason }, 'nothing can be recorded: operations are refused');
    this.#failure = { error, reason };
    this.#probed = Date.now();
    this.#timer ??= setInterval(() => void this.probe(), probeEvery).unref();
    return error;
  }

  /** Tries whether recording works again. */
  probe(): Promise<boolean> {
    if (this.#failure === undefined) return Promise.resolve(true);
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = undefined;
    });
    return this.#probing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#draining;
    await this.#probing;
    await this.#writer.close();
  }

  async #probe(): Promise<boolean> {
    try {
      await this.#draining;
      await this.#writer.repair();
      await this.#probeDisk();
    } catch (cause) {
      this.#failure = { error: recordingImpossible(cause), reason: failureReason(cause) };
      this.#probed = Date.now();
      return false;
    }
    this.#failure = undefined;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#logger.info({}, 'records can be written again');
    return true;
  }

  async #appendAfterProbe(record: Appended): Promise<void> {
    const failure = this.#failure;
    if (failure !== undefined && this.#probing === undefined && Date.now() - this.#probed < probeAfter)
      throw failure.error;
    if (!(await this.probe())) throw this.#failure?.error ?? refused('the recorder is closed');
    return this.append(record);
  }

  async #drain(): Promise<void> {
    // Callers of this turn of the loop share the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const { batch, frames } = this.#makeFrames(this.#take());
      let placements: readonly Placement[];
      try {
        placements = frames.length === 0 ? [] : await this.#writer.write(frames);
      } catch (cause) {
        const error = this.reportFailure(cause);
        for (const { frame } of frames) this.#memory.release(frame);
        for (const { reject } of [...batch, ...this.#queue]) reject(error);
        this.#queue = [];
        this.#queued = 0;
        break;
      }
      for (const [i, waiting] of batch.entries()) {
        this.#memory.release(frames[i]!.frame);
        waiting.placed(placements[i]!);
        waiting.resolve();
      }
      // Those who were answered get a turn to bring their next record, so that batches stay full.
      if (batch.length > 1) await immediate();
      else await Promise.resolve();
    }
    this.#draining = undefined;
  }

  /** The frames of a batch, made one after the other; who has none that can be made is told so and left out. */
  #makeFrames(taken: readonly Waiting[]): { readonly batch: Waiting[]; readonly frames: LeafedFrame[] } {
    const batch: Waiting[] = [];
    const frames: LeafedFrame[] = [];
    for (const waiting of taken) {
      try {
        frames.push(waiting.frame());
        batch.push(waiting);
      } catch (error) {
        waiting.reject(error);
      }
    }
    return { batch, frames };
  }

  #take(): Waiting[] {
    let count = 0;
    let bytes = 0;
    while (
      count < this.#queue.length &&
      count < batchRecords &&
      (count === 0 || bytes + this.#queue[count]!.bytes <= batchBytes)
    ) {
      bytes += this.#queue[count]!.bytes;
      count += 1;
    }
    this.#queued -= bytes;
    if (count === this.#queue.length) {
      const all = this.#queue;
      this.#queue = [];
      return all;
    }
    return this.#queue.splice(0, count);
  }
}

const refused = (reason: string): GateError =>
  recordingImpossible(new GateError('recorder', reason, { reason }));
const gone = (): GateError =>
  new GateError('segment-gone', 'A segment is gone.', { reason: 'the folder is gone' });
