import type { IncomingHttpHeaders } from 'node:http2';
import { readPercentText } from '@vectorgate/store-messages/grpc';
import { answerTooLarge, encodedAnswer } from '../../store-faults.ts';
import type { GrpcResponse } from '../grpc-message.ts';
import { grpcStatus } from '../grpc-status.ts';
import { FrameError, OneMessage } from '../one-message.ts';
import { CallError } from './call-error.ts';

/** Headers that belong to the transport and are none of the store's metadata. */
const transport = new Set([
  'content-type',
  'content-length',
  'date',
  'server',
  'grpc-status',
  'grpc-message',
  'grpc-encoding',
  'grpc-accept-encoding',
]);
const contentType = /^application\/grpc(?:\+proto)?(?: *;.*)?$/i;
/** HTTP's word for a credential that is not accepted, from what stands before a store. */
const unauthorized = 401;

const malformed = (): CallError => new CallError('answer-malformed', true);

/**
 * Reads the answer to a unary call as its parts come: head, one message, trailers; or trailers alone. Every method
 * throws `CallError` for what is no answer of a store's, and `Refusal` for one that may not be delivered.
 */
export class AnswerReader {
  readonly #limit: number;
  readonly #body: OneMessage;
  readonly #metadata: Record<string, string> = Object.create(null);
  #status: number | undefined;
  #details = '';
  #headRead = false;
  #ended = false;

  /** @param limit bytes that the message may have */
  constructor(limit: number) {
    this.#limit = limit;
    this.#body = new OneMessage(limit);
  }

  /** @param last nothing follows: these are the trailers too */
  head(headers: IncomingHttpHeaders, last: boolean): void {
    const code = headers[':status'];
    if (Number(code) === unauthorized) {
      this.#status = grpcStatus.unauthenticated;
      this.#ended = true;
      return;
    }
    if (Number(code) !== 200 || !contentType.test(headers['content-type'] ?? '')) throw malformed();
    this.#headRead = true;
    if (last) {
      this.trailers(headers);
      this.end();
    } else this.#collect(headers);
  }

  data(chunk: Buffer): void {
    if (!this.#headRead) throw malformed();
    this.#framed(() => this.#body.read(chunk));
  }

  trailers(headers: IncomingHttpHeaders): void {
    const status = headers['grpc-status'];
    if (typeof status !== 'string' || !/^\d{1,4}$/.test(status)) throw malformed();
    this.#status = Number(status) > grpcStatus.unauthenticated ? grpcStatus.unknown : Number(status);
    const details = headers['grpc-message'];
    this.#details = typeof details === 'string' ? readPercentText(details) : '';
    this.#collect(headers);
  }

  /** The store sends nothing more. */
  end(): void {
    this.#ended = true;
  }

  /** All is over: whatever has not come by now does not come. */
  close(): void {
    this.#ended = true;
    if (this.#status === undefined) throw malformed();
  }

  /** The answer, once it is whole. */
  response(): GrpcResponse | undefined {
    if (this.#status === undefined || !this.#ended) return undefined;
    const answer = { status: this.#status, details: this.#details, metadata: this.#metadata };
    // What an error brings along is not read: no client does.
    if (answer.status !== grpcStatus.ok) return answer;
    const { message, compressed } = this.#framed(() => this.#body.end());
    if (compressed) throw encodedAnswer();
    return { ...answer, message };
  }

  #collect(headers: IncomingHttpHeaders): void {
    for (const name in headers) {
      const value = headers[name];
      if (!name.startsWith(':') && !transport.has(name) && typeof value === 'string')
        this.#metadata[name] = value;
    }
  }

  #framed<T>(step: () => T): T {
    try {
      return step();
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      throw error.fault === 'too-large' ? answerTooLarge(this.#limit) : malformed();
    }
  }
}
