import type { ServerHttp2Stream } from 'node:http2';

/** UNIMPLEMENTED: no client tries that again. */
const status = '12';

const text =
  'VectorGate: not in the recording: calls over gRPC are recorded as what they say and not as what was sent, so a sandbox answers HTTP alone. Make the client without gRPC, and record that.';

/** Answers a call over gRPC by why there is no answer. Whatever is sent along is not looked at. */
export function refuseGrpc(stream: ServerHttp2Stream): void {
  stream.on('error', () => stream.destroy());
  stream.resume();
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': status,
      'grpc-message': text,
    },
    { endStream: true },
  );
}
