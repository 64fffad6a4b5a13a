import {
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { messagePrefix } from '@vectorgate/store-messages/grpc';
import { sendPieces } from '../../http2/send-pieces.ts';
import type { GrpcResponse } from '../grpc-message.ts';
import { AnswerReader } from './answer-reader.ts';
import { CallError, codeOf } from './call-error.ts';
import type { StoreSession } from './session-pool.ts';

/** One call to a store, its head's parts checked and its message whole. */
export interface StoreCall {
  readonly headers: OutgoingHttpHeaders;
  readonly message: Uint8Array;
  /** Bytes that the answer's message may have. */
  readonly limit: number;
  /** Milliseconds without a byte either way after which the store is given up. */
  readonly silence: number;
  readonly signal: AbortSignal | undefined;
}

/** Up to this many bytes a message leaves in one piece. */
const together = 16 * 1024;
/** Interim answers are none of gRPC; a few do no harm. */
const mostInterim = 10;

/**
 * Makes one call over a session. Rejects with `CallError`, with a `Refusal` for an answer that may not be delivered, or
 * with the signal's reason when the caller leaves; then the store is told that nobody waits any more.
 */
export function callStore(at: StoreSession, call: StoreCall): Promise<GrpcResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<GrpcResponse>();
  let stream: ClientHttp2Stream;
  try {
    stream = at.session.request(call.headers, { endStream: false });
  } catch (error) {
    // A head that nothing can hold is our own fault; a session that just ended is not.
    const gone =
      codeOf(error).startsWith('ERR_HTTP2_GOAWAY') || codeOf(error) === 'ERR_HTTP2_INVALID_SESSION';
    return Promise.reject(gone ? new CallError('session-gone', false, error) : error);
  }
  at.begin();
  const answer = new AnswerReader(call.limit);
  let settled = false;
  let interim = 0;
  let cause: unknown;
  const settle = (): boolean => {
    if (settled) return false;
    settled = true;
    clearTimeout(silence);
    call.signal?.removeEventListener('abort', leave);
    return true;
  };
  const fail = (error: unknown): void => {
    if (!settle()) return;
    reject(error);
    stream.close(constants.NGHTTP2_CANCEL);
  };
  const attempt = (step: () => void): void => {
    if (settled) return;
    try {
      step();
      const response = answer.response();
      if (response === undefined) return;
      settle();
      resolve(response);
      // Answered before all of the request was taken: the rest is nobody's.
      if (!stream.writableFinished) stream.close(constants.NGHTTP2_CANCEL);
    } catch (error) {
      fail(error);
    }
  };
  const leave = (): void => fail(call.signal!.reason);
  const silence = setTimeout(() => fail(new CallError('answer-timeout', sent(at, stream))), call.silence);
  call.signal?.addEventListener('abort', leave, { once: true });
  const alive = (): unknown => !settled && silence.refresh();

  stream.on('headers', () => {
    if (++interim > mostInterim) fail(new CallError('answer-malformed', true));
  });
  stream.once('response', (headers: IncomingHttpHeaders, flags: number) => {
    alive();
    attempt(() => answer.head(headers, (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0));
  });
  stream.on('data', (chunk: Buffer) => {
    alive();
    attempt(() => answer.data(chunk));
  });
  stream.once('trailers', (headers: IncomingHttpHeaders) => attempt(() => answer.trailers(headers)));
  stream.once('end', () => attempt(() => answer.end()));
  stream.once('error', (error) => {
    cause = error;
  });
  stream.once('close', () => {
    at.end();
    if (settled) return;
    if (stream.rstCode === constants.NGHTTP2_NO_ERROR && cause === undefined) attempt(() => answer.close());
    fail(new CallError(brokenCode(stream, cause), sent(at, stream), cause));
  });
  const prefix = messagePrefix(call.message.length);
  // A short message leaves with its prefix in one frame.
  if (call.message.length <= together) stream.end(Buffer.concat([prefix, call.message]), alive);
  else sendPieces(stream, [prefix, call.message], alive);
  return promise;
}

const brokenCode = (stream: ClientHttp2Stream, cause: unknown): string => {
  if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) return 'refused-stream';
  if (cause === undefined) return 'answer-truncated';
  const code = codeOf(cause);
  return code === 'ERR_HTTP2_STREAM_ERROR' ? 'answer-truncated' : code;
};

/** Whether the store may have read anything of a request (RFC 9113 sections 6.8 and 8.7). */
function sent(at: StoreSession, stream: ClientHttp2Stream): boolean {
  if (stream.id === undefined || stream.rstCode === constants.NGHTTP2_REFUSED_STREAM) return false;
  return at.lastStream === undefined || stream.id <= at.lastStream;
}
