import { setImmediate as immediate } from 'node:timers/promises';
import { GateError } from '../../errors/gate-error.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import { failureReason, recordingImpossible } from '../recording-impossible.ts';
import { FrameMemory } from './frame-memory.ts';
import type { LeafedFrame, Placement, SegmentWriter } from './segment-writer.ts';

interface Waiting extends LeafedFrame {
  /** Called in the order of the log, before the promise resolves. */
  readonly placed: (at: Placement) => void;
  readonly resolve: () => void;
  readonly reject: (error: GateError) => void;
}

/** Bytes that go out in one batch, unless a single record is longer. */
const batchBytes = 16 * 1024 * 1024;
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

  /** Takes a frame from `frame` or `allocateFrame` whose record is written; its head is filled here. */
  append({ frame, leaf }: LeafedFrame, placed: (at: Placement) => void): Promise<void> {
    if (this.#closed) return this.#refuse(frame, refused('the gateway is shutting down'));
    if (this.#failure !== undefined) return this.#appendAfterProbe({ frame, leaf }, placed);
    if (this.#queued + frame.length > queueBytes && this.#queue.length > 0) {
      return this.#refuse(frame, refused('too many records wait for the disk'));
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#queue.push({ frame, leaf, placed, resolve, reject });
    this.#queued += frame.length;
    this.#draining ??= this.#drain();
    return promise;
  }

  #refuse(frame: Buffer, error: GateError): Promise<never> {
    this.#memory.release(frame);
    return Promise.reject(error);
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

  async #appendAfterProbe(leafed: LeafedFrame, placed: (at: Placement) => void): Promise<void> {
    const failure = this.#failure;
    if (failure !== undefined && this.#probing === undefined && Date.now() - this.#probed < probeAfter)
      return this.#refuse(leafed.frame, failure.error);
    if (!(await this.probe()))
      return this.#refuse(leafed.frame, this.#failure?.error ?? refused('the recorder is closed'));
    return this.append(leafed, placed);
  }

  async #drain(): Promise<void> {
    // Callers of this turn of the loop share the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#take();
      let placements: Placement[];
      try {
        placements = await this.#writer.write(batch);
      } catch (cause) {
        const error = this.reportFailure(cause);
        for (const { frame, reject } of [...batch, ...this.#queue]) {
          this.#memory.release(frame);
          reject(error);
        }
        this.#queue = [];
        this.#queued = 0;
        break;
      }
      for (const [i, waiting] of batch.entries()) {
        this.#memory.release(waiting.frame);
        waiting.placed(placements[i]!);
        waiting.resolve();
      }
      // Those who were answered get a turn to bring their next record, so that batches stay full.
      if (batch.length > 1) await immediate();
      else await Promise.resolve();
    }
    this.#draining = undefined;
  }

  #take(): Waiting[] {
    let count = 0;
    let bytes = 0;
    while (
      count < this.#queue.length &&
      (count === 0 || bytes + this.#queue[count]!.frame.length <= batchBytes)
    ) {
      bytes += this.#queue[count]!.frame.length;
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
