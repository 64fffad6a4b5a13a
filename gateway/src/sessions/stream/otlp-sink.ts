import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { request } from 'undici';
import { GateError } from '../../errors/gate-error.ts';
import { assertTaken, type CollectorAnswer } from './collector-answer.ts';
import type { LogSink } from './log-sink.ts';

interface Pieces {
  /** Whole address of the collector. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A collector that is silent for so long is given up (ms). */
  readonly patience: number;
}

/** Bytes of an answer that are read. */
const longestAnswer = 65_536;
const zip = promisify(gzip);

/**
 * A collector of logs over OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), in Protobuf. OpenTelemetry's own
 * exporter takes an answer for a success that says that some of the records were rejected; this one does not.
 */
export class OtlpSink implements LogSink {
  readonly #pieces: Pieces;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  async send(logs: ReadableLogRecord[], signal: AbortSignal): Promise<void> {
    // A gateway without a collector does not load it.
    const { ProtobufLogsSerializer } = await import('@opentelemetry/otlp-transformer');
    const message = ProtobufLogsSerializer.serializeRequest(logs);
    if (message === undefined) throw new GateError('stream', 'the records could not be written as OTLP');
    const answer = await this.#post(await zip(message), signal);
    assertTaken(answer, (body) => ProtobufLogsSerializer.deserializeResponse(body));
  }

  async #post(body: Buffer, signal: AbortSignal): Promise<CollectorAnswer> {
    const { url, headers, patience } = this.#pieces;
    const silent = AbortSignal.timeout(patience);
    try {
      // Follows no redirect: the secrets in the headers are for this address alone.
      const response = await request(url, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/x-protobuf',
          'content-encoding': 'gzip',
        },
        body,
        signal: AbortSignal.any([signal, silent]),
      });
      const type = String(response.headers['content-type'] ?? '');
      return {
        status: response.statusCode,
        type: type.split(';', 1)[0]!.trim().toLowerCase(),
        body: await beginningOf(response.body),
      };
    } catch (cause) {
      throw new GateError('stream', wordsOf(cause, silent.aborted ? patience : undefined), {}, { cause });
    }
  }
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestAnswer) break;
  }
  return Buffer.concat(chunks).subarray(0, longestAnswer);
}

function wordsOf(error: unknown, silentFor: number | undefined): string {
  if (silentFor !== undefined) return `the collector did not answer within ${silentFor / 1000} s`;
  const { message, code, name } = error as NodeJS.ErrnoException;
  return `the collector cannot be reached: ${message || code || name}`;
}
