import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { readPercentText } from '@vectorgate/store-messages/grpc';
import { echoName } from './governed-echo.ts';
import { framed } from './test-store.ts';

/** What came back of one request. */
export interface Reply {
  readonly head: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Head and trailers of the end. */
  readonly end: IncomingHttpHeaders;
  /** `grpc-status`; NaN when none came. */
  readonly status: number;
  readonly details: string;
  /** With which the stream was reset; 0: not. */
  readonly reset: number;
}

/** The head of a call in good order. */
export const goodHead: OutgoingHttpHeaders = {
  ':method': 'POST',
  ':path': '/test.Echo/Say',
  ':authority': echoName,
  'content-type': 'application/grpc',
  te: 'trailers',
  'vectorgate-token': 'ana',
};

/** An open session with a gate. */
export async function openCaller(url: string, options = {}): Promise<ClientHttp2Session> {
  const session = connect(url, options);
  session.on('error', () => {});
  await once(session, 'remoteSettings');
  return session;
}

/** Sends one request, its body in these pieces, and collects what comes back. Never rejects. */
export function ask(
  session: ClientHttp2Session,
  head: OutgoingHttpHeaders = goodHead,
  pieces: readonly Uint8Array[] = [framed(Buffer.from('hello'))],
  trailers?: OutgoingHttpHeaders,
): Promise<Reply> {
  return new Promise((resolve) => {
    const stream = session.request(head, {
      endStream: pieces.length === 0,
      waitForTrailers: trailers !== undefined,
    });
    if (trailers !== undefined) stream.once('wantTrailers', () => stream.sendTrailers(trailers));
    let [answered, end]: IncomingHttpHeaders[] = [{}, {}];
    const body: Buffer[] = [];
    stream.on('error', () => {});
    stream.on('response', (headers) => {
      answered = headers;
    });
    stream.on('trailers', (headers) => {
      end = headers;
    });
    stream.on('data', (piece: Buffer) => body.push(piece));
    stream.once('close', () => {
      const all = { ...answered, ...end };
      resolve({
        head: answered ?? {},
        body: Buffer.concat(body),
        end: all,
        status: Number(all['grpc-status'] ?? Number.NaN),
        details: readPercentText(String(all['grpc-message'] ?? '')),
        reset: stream.rstCode ?? 0,
      });
    });
    for (const piece of pieces) stream.write(piece);
    if (pieces.length > 0) stream.end();
  });
}
