import type { ServerHttp2Stream } from 'node:http2';
import { messagePrefix, writePercentText } from '@vectorgate/store-messages/grpc';
import type { GrpcSaid } from './answer-grpc.ts';
import { toldBeside } from './told-beside.ts';

const opening = { ':status': 200, 'content-type': 'application/grpc' };

/** Sends the end of a call as the gateway sends it: what is told beside it stands in the trailers. */
export function sendGrpc(
  stream: ServerHttp2Stream,
  { said: { status, details, message }, step }: GrpcSaid,
): void {
  if (stream.destroyed || stream.closed || stream.headersSent) return;
  const trailers = {
    'grpc-status': String(status),
    ...(details !== '' && { 'grpc-message': writePercentText(details) }),
    ...toldBeside(step),
  };
  // Whatever else is sent is not looked at.
  stream.resume();
  if (message === undefined) {
    stream.respond({ ...opening, ...trailers }, { endStream: true });
    return;
  }
  stream.respond(opening, { waitForTrailers: true });
  stream.once('wantTrailers', () => {
    try {
      stream.sendTrailers(trailers);
    } catch {
      stream.destroy();
    }
  });
  stream.end(Buffer.concat([messagePrefix(message.length), message]));
}
