import { once } from 'node:events';
import {
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/** How a store of a test answers a call whose body is whole. */
export type StoreBehaviour = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, body: Buffer) => void;

/** A store of a test that speaks HTTP/2 and behaves as it is told. */
export interface TestStore {
  readonly url: string;
  readonly port: number;
  readonly sessions: ReadonlySet<ServerHttp2Session>;
  readonly server: Http2Server;
  /** Heads of the calls that came. */
  readonly heads: IncomingHttpHeaders[];
  behave: StoreBehaviour;
  close(): Promise<void>;
}

/** A message behind its prefix. */
export function framed(message: Uint8Array, flag = 0): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** Answers with these bytes and trailers. */
export function answerWith(
  stream: ServerHttp2Stream,
  bytes: Uint8Array,
  trailers: Readonly<Record<string, string>> = { 'grpc-status': '0' },
  head: Readonly<Record<string, string | number>> = {},
): void {
  if (stream.destroyed) return;
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...head }, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers(trailers));
  stream.end(bytes);
}

/** Starts one; without another word it answers with what it was sent. `port`: where one listened before. */
export async function startTestStore(port = 0): Promise<TestStore> {
  // In MiB: by default it resets streams beyond 10, which a store that reads slowly soon has waiting.
  const server = createServer({ settings: { initialWindowSize: 2 ** 20 }, maxSessionMemory: 1024 });
  const sessions = new Set<ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.once('close', () => sessions.delete(session));
  });
  server.on('sessionError', () => {});
  server.on('stream', (stream, headers) => {
    store.heads.push(headers);
    const pieces: Buffer[] = [];
    stream.on('error', () => {});
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    stream.once('end', () => store.behave(stream, headers, Buffer.concat(pieces)));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const bound = (server.address() as AddressInfo).port;
  const store: TestStore = {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    sessions,
    server,
    heads: [],
    behave: (stream, _headers, body) => answerWith(stream, body),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
  return store;
}
