import { setTimeout as pause } from 'node:timers/promises';
import type { Resource } from '@opentelemetry/resources';
import { GateError } from '../../errors/gate-error.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import type { LogFollower, LogPlace } from './log-follower.ts';
import { logRecordOf } from './log-record-of.ts';
import type { LogSink } from './log-sink.ts';
import { readStreamPlace, writeStreamPlace } from './stream-place.ts';

/** The most that goes out in one request: records, and bytes of their headers, which grow with what one request did. */
const atOnce = 512;
const bytesAtOnce = 2 * 1024 * 1024;
/** The longest pause between two attempts (ms). */
const longestPause = 60_000;
/** A request that is under way when the gateway stops is given up after this (ms). */
const lastPatience = 1_000;

export interface StreamHealth {
  readonly ok: boolean;
  /** Records that the collector does not have yet. */
  readonly behind: number;
  readonly reason?: string;
  /** Number of a record that the collector refuses by itself: it comes next, and those behind it wait for it. */
  readonly refused?: number;
}

interface Pieces {
  readonly follower: LogFollower;
  readonly sink: LogSink;
  readonly resource: Resource;
  /** File that keeps how far the stream is. */
  readonly file: string;
  /** The log is looked at so often (ms). */
  readonly every: number;
  readonly logger: RecorderLogger;
}

/**
 * Sends what was recorded to a collector of logs, in the order of the log. The log itself is the queue: nothing waits in
 * memory, and no request of a caller waits for the collector. A record counts as sent when the collector took it, and
 * what was sent is kept durably, so that a record arrives at least once: after a crash some arrive a second time, with
 * the same `vectorgate.record.sequence`. Records that are refused go out again in smaller requests, down to one by itself; one
 * that is still refused is tried again and again, and told: none is left out.
 */
export class RecordStream {
  readonly #pieces: Pieces;
  readonly #stop = new AbortController();
  /** Gives up the request that is under way. */
  readonly #giveUp = new AbortController();
  #place: LogPlace;
  /** Records that go out in the next request at most: fewer after a refusal, then slowly more again. */
  #most = atOnce;
  #failure: { readonly reason: string; readonly refused?: number } | undefined;
  #running: Promise<void> | undefined;

  private constructor(pieces: Pieces, place: LogPlace) {
    this.#pieces = pieces;
    this.#place = place;
  }

  /**
   * A stream that goes on where the last process stopped. One that never ran begins with what is recorded from now on.
   * Throws `GateError` code `stream-place` when the file is no such file.
   */
  static async open(pieces: Pieces): Promise<RecordStream> {
    const { file, follower, logger } = pieces;
    const end = follower.end;
    const kept = await readStreamPlace(file);
    if (kept !== undefined && kept.sequence > end.sequence)
      logger.error(
        { sent: kept.sequence, recorded: end.sequence },
        'more was sent to the collector of logs than is recorded: the stream goes on from the end of this log',
      );
    const place = kept === undefined || kept.sequence > end.sequence ? end : kept;
    if (place !== kept) await writeStreamPlace(file, place);
    return new RecordStream(pieces, place);
  }

  /** From now on what is recorded is sent. */
  start(): void {
    this.#running ??= this.#run();
  }

  health(): StreamHealth {
    const behind = Math.max(0, this.#pieces.follower.end.sequence - this.#place.sequence);
    return this.#failure === undefined ? { ok: true, behind } : { ok: false, behind, ...this.#failure };
  }

  /** Stops; what is not sent yet goes out after the next start. A request that is under way has a second left. */
  async close(): Promise<void> {
    this.#stop.abort();
    const last = setTimeout(() => this.#giveUp.abort(), lastPatience);
    await this.#running;
    clearTimeout(last);
  }

  async #run(): Promise<void> {
    const { every, logger } = this.#pieces;
    let wait = every;
    while (!this.#stop.signal.aborted) {
      try {
        while (!this.#stop.signal.aborted && (await this.#sendSome())) {
          if (this.#failure !== undefined) logger.info({}, 'records go to the collector of logs again');
          this.#failure = undefined;
          wait = every;
        }
      } catch (err) {
        if (this.#stop.signal.aborted) return;
        this.#tell(err);
        wait = Math.min(wait * 2, longestPause);
      }
      await pause(wait, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
    }
  }

  #tell(err: unknown): void {
    const reason = err instanceof Error ? err.message : String(err);
    const refused = isRefusal(err) ? Number(err.detail.sequence) : undefined;
    if (this.#failure?.reason !== reason || this.#failure.refused !== refused)
      this.#pieces.logger.error(
        { err, reason, ...(refused !== undefined && { sequence: refused }) },
        refused === undefined
          ? 'records do not reach the collector of logs; they are kept, and tried again'
          : 'the collector of logs refuses one record by itself; it is tried again, and those behind it wait: change what the collector takes',
      );
    this.#failure = { reason, ...(refused !== undefined && { refused }) };
  }

  /** Sends the next records; fewer of them where they are refused. @returns whether there were any. */
  async #sendSome(): Promise<boolean> {
    const { follower, sink, resource, file, logger } = this.#pieces;
    const { records, place, gone } = await follower.read(this.#place, this.#most, bytesAtOnce);
    if (gone > 0)
      logger.error(
        { gone },
        'records were removed by their retention before they reached the collector of logs',
      );
    if (records.length > 0) {
      try {
        await sink.send(
          records.map((record) => logRecordOf(record, resource)),
          this.#giveUp.signal,
        );
      } catch (error) {
        if (!isRefusal(error)) throw error;
        this.#most = Math.max(1, Math.floor(records.length / 2));
        if (records.length === 1) throw ofOne(records[0]!.sequence, error);
        return !this.#stop.signal.aborted && (await this.#sendSome());
      }
      this.#most = Math.min(atOnce, this.#most + Math.ceil(this.#most / 8));
    }
    const moved = place.sequence !== this.#place.sequence;
    this.#place = place;
    if (moved) await writeStreamPlace(file, place);
    return moved;
  }
}

const isRefusal = (error: unknown): error is GateError =>
  error instanceof GateError && error.code === 'stream-refused';

const ofOne = (sequence: number, cause: GateError): GateError =>
  new GateError(
    cause.code,
    `record ${sequence} by itself: ${cause.message}`,
    { ...cause.detail, sequence },
    { cause },
  );
