import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { messagePrefix, writePercentText } from '@vectorgate/store-messages/grpc';
import type { Answer } from '../../pipeline/exchange.ts';
import { endRequest } from '../http2/end-request.ts';
import { sendPieces } from '../http2/send-pieces.ts';
import type { UndeliveredAnswers } from '../undelivered-answers.ts';
import type { GrpcResponse } from './grpc-message.ts';

/** Up to this many bytes an answer leaves in one piece. */
const together = 16 * 1024;
/** A caller who takes nothing of an answer for so many milliseconds is given up. */
const longestStall = 60_000;

const opening = { ':status': 200, 'content-type': 'application/grpc' };

/**
 * Sends the answer to a unary call. Decision and notice stand in the trailers: a refusal is trailers alone, so that is
 * the one place that every answer has, and clients read it from an answer and from an error by the same name
 * (`trailing_metadata()` in Python). What the store said beside its answer stands where its client looks for it: of an
 * error in the trailers, else before the message. An answer counts among the `undelivered` until it was taken.
 */
export function writeReply(
  stream: ServerHttp2Stream,
  { response, decision, notice }: Answer<GrpcResponse>,
  undelivered: UndeliveredAnswers,
): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  const trailers: OutgoingHttpHeaders = { 'grpc-status': String(response.status) };
  if (response.details !== '') trailers['grpc-message'] = writePercentText(response.details);
  if (decision !== undefined) trailers['vectorgate-decision'] = decision;
  if (notice !== undefined) {
    const told = decision === undefined ? notice : `${notice}. Decision ${decision}.`;
    trailers['vectorgate-notice'] = encodeURIComponent(told);
  }
  const { message, metadata, status } = response;
  if (status !== 0 || message === undefined) {
    stream.respond({ ...metadata, ...opening, ...trailers }, { endStream: true });
    endRequest(stream);
    return;
  }
  stream.respond({ ...metadata, ...opening }, { waitForTrailers: true });
  stream.once('wantTrailers', () => {
    stream.sendTrailers(trailers);
    endRequest(stream);
  });
  // Who does not read stays connected for as long as they like, and the answer in memory.
  const stalled = setTimeout(() => stream.destroy(), longestStall).unref();
  stream.once('close', () => clearTimeout(stalled));
  undelivered.add(stream, message.length);
  const prefix = messagePrefix(message.length);
  if (message.length <= together) {
    stream.end(Buffer.concat([prefix, message]));
    return;
  }
  sendPieces(stream, [prefix, message], () => stalled.refresh());
}
