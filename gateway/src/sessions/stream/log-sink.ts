import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';

/** Takes log records to where they are collected. */
export interface LogSink {
  /**
   * Resolves when all of them were taken. Throws `GateError` code `stream-refused` where it is these records that are not
   * taken, so that fewer of them may be; code `stream` where none would be taken now. `signal` gives the attempt up.
   */
  send(logs: ReadableLogRecord[], signal: AbortSignal): Promise<void>;
}
