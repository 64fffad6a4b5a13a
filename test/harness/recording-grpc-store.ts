import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  constants,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo } from 'node:net';

/** A call that passed, to the byte. */
export interface PassedCall {
  /** `/service/method`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Bodies with the prefixes of their messages. */
  readonly requestBody: Buffer;
  readonly responseBody: Buffer;
}

export interface RecordingGrpcStore {
  readonly url: string;
  readonly passed: PassedCall[];
  /** Calls that came and were neither answered nor given up by the caller. */
  readonly open: number;
  /** Calls that the caller gave up. */
  readonly left: number;
  /** Is waited for when a call has come and before it goes on. */
  before: (path: string, message: Buffer) => Promise<void>;
  close(): Promise<void>;
}

const transport = /^:|^(connection|host)$/;

/** Stands between the gate and the real store's gRPC port and writes down what passes, to the byte. It changes nothing. */
export async function startRecordingGrpcStore(store: () => string): Promise<RecordingGrpcStore> {
  const passed: PassedCall[] = [];
  const sessions = new Set<ServerHttp2Session>();
  let way: ClientHttp2Session | undefined;
  let open = 0;
  let left = 0;
  const toStore = (): ClientHttp2Session => {
    if (way === undefined || way.closed || way.destroyed) {
      way = connect(store());
      way.on('error', () => {});
    }
    return way;
  };

  async function pass(incoming: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const requestBody = await bodyOf(incoming);
    const path = headers[':path'] ?? '';
    await made.before(path, requestBody.subarray(5));
    if (incoming.destroyed) return;
    const outgoing = toStore().request({
      ':method': 'POST',
      ':path': path,
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => !transport.test(name))),
    });
    outgoing.on('error', () => incoming.close(constants.NGHTTP2_INTERNAL_ERROR));
    incoming.once('close', () => outgoing.close(constants.NGHTTP2_CANCEL));
    let trailers: IncomingHttpHeaders | undefined;
    outgoing.once('trailers', (told) => {
      trailers = told;
    });
    const response = new Promise<[IncomingHttpHeaders, number]>((resolve) =>
      outgoing.once('response', (told, flags) => resolve([told, flags])),
    );
    outgoing.end(requestBody);
    const [head, flags] = await response;
    const responseBody = await bodyOf(outgoing);
    passed.push({ path, headers, requestBody, responseBody });
    if (incoming.destroyed) return;
    const alone = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    incoming.respond(head, alone ? { endStream: true } : { waitForTrailers: true });
    if (alone) return;
    incoming.once('wantTrailers', () => incoming.sendTrailers({ ...trailers }));
    incoming.end(responseBody);
  }

  const server = createServer({ settings: { initialWindowSize: 2 ** 20 } });
  server.on('sessionError', () => {});
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.once('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    open++;
    stream.on('error', () => {});
    stream.once('close', () => {
      open--;
      if (stream.rstCode === constants.NGHTTP2_CANCEL) left++;
    });
    pass(stream, headers).catch(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const made: RecordingGrpcStore = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    get open() {
      return open;
    },
    get left() {
      return left;
    },
    before: async () => {},
    close: async () => {
      way?.destroy();
      const closed = once(server, 'close');
      server.close();
      for (const session of sessions) session.destroy();
      await closed;
    },
  };
  return made;
}

async function bodyOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
