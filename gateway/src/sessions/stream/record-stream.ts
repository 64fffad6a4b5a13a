import { setTimeout as pause } from 'node:timers/promises';
import { ExportResultCode } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { LogRecordExporter } from '@opentelemetry/sdk-logs';
import { GateError } from '../../errors/gate-error.ts';
import type { RecorderLogger } from '../recorder-logger.ts';
import type { LogFollower, LogPlace } from './log-follower.ts';
import { logRecordOf } from './log-record-of.ts';
import { readStreamPlace, writeStreamPlace } from './stream-place.ts';

/** Records that go out in one request. */
const atOnce = 512;
/** The longest pause between two attempts (ms). */
const longestPause = 60_000;

export interface StreamHealth {
  readonly ok: boolean;
  /** Records that the collector does not have yet. */
  readonly behind: number;
  readonly reason?: string;
}

interface Pieces {
  readonly follower: LogFollower;
  readonly exporter: LogRecordExporter;
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
 * the same `vectorgate.record.sequence`.
 */
export class RecordStream {
  readonly #pieces: Pieces;
  readonly #stop = new AbortController();
  #place: LogPlace;
  #reason: string | undefined;
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
    return this.#reason === undefined ? { ok: true, behind } : { ok: false, behind, reason: this.#reason };
  }

  /** Stops; what is not sent yet goes out after the next start. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.#pieces.exporter.shutdown();
  }

  async #run(): Promise<void> {
    const { every, logger } = this.#pieces;
    let wait = every;
    while (!this.#stop.signal.aborted) {
      try {
        while (!this.#stop.signal.aborted && (await this.#sendSome())) {
          if (this.#reason !== undefined) logger.info({}, 'records go to the collector of logs again');
          this.#reason = undefined;
          wait = every;
        }
      } catch (err) {
        const reason = err instanceof Error ? err.message : String(err);
        if (this.#reason === undefined)
          logger.error(
            { err, reason },
            'records do not reach the collector of logs; they are kept, and tried again',
          );
        this.#reason = reason;
        wait = Math.min(wait * 2, longestPause);
      }
      await pause(wait, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
    }
  }

  /** Sends the next records. @returns whether there were any. */
  async #sendSome(): Promise<boolean> {
    const { follower, exporter, resource, file, logger } = this.#pieces;
    const { records, place, gone } = await follower.read(this.#place, atOnce);
    if (gone > 0)
      logger.error(
        { gone },
        'records were removed by their retention before they reached the collector of logs',
      );
    if (records.length > 0) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      exporter.export(
        records.map((record) => logRecordOf(record, resource)),
        ({ code, error }) => (code === ExportResultCode.SUCCESS ? resolve() : reject(refused(error))),
      );
      await promise;
    }
    const moved = place.sequence !== this.#place.sequence;
    this.#place = place;
    if (moved) await writeStreamPlace(file, place);
    return moved;
  }
}

const refused = (cause: Error | undefined): GateError =>
  new GateError('stream', cause?.message || 'the collector did not take the records', {}, { cause });
