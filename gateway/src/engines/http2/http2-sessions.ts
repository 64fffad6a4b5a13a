import {
  constants,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Duplex } from 'node:stream';
import { TokenBucket } from './token-bucket.ts';

/** One request as it came over HTTP/2, its body still unread. */
export interface IncomingStream {
  readonly stream: ServerHttp2Stream;
  /** Names and values in turn, pseudo-headers included, in the order in which they came. */
  readonly rawHeaders: readonly string[];
  /** The caller's network address. */
  readonly address: string;
  /** Whether something stands behind the body, once all of it was read. */
  readonly hasTrailers: () => boolean;
}

/** Milliseconds that a connection may stay without a request: before its first one, and after. */
const firstRequest = 60_000;
const idle = 300_000;

/**
 * Bytes that may be under way over one session. What waits to be read is bounded by each request's own window: this one
 * opens again with whatever comes, and a small one only makes every message wait for our answer to its first 64 KiB.
 */
const sessionWindow = 2 ** 20;

/** Frames that cost the caller nothing and us an answer: so many at once, so many a second. */
const pings = [200, 20] as const;
const settingsFrames = [50, 1] as const;
/** Requests that were given up before they were answered (CVE-2023-44487, and CVE-2025-8671 where we reset them). */
const abandoned = [1_000, 100] as const;

/**
 * HTTP/2 sessions of callers, over sockets that are handed in: what one session may cost is bounded, unused ones are
 * closed. Requests go to `take`, whatever they are. nghttp2 checks the form of heads: pseudo-headers, the length that
 * a head tells, no headers of a single connection (RFC 9113 section 8).
 */
export class Http2Sessions {
  readonly #server: Http2Server;
  readonly #take: (incoming: IncomingStream) => void;
  readonly #all = new Set<ServerHttp2Session>();
  /** Requests under way, by the socket they came over. */
  readonly #open = new WeakMap<Duplex, number>();
  #draining = false;

  constructor(take: (incoming: IncomingStream) => void) {
    this.#take = take;
    this.#server = createServer({
      settings: {
        enablePush: false,
        maxConcurrentStreams: 100,
        // What may come of a body before its caller is known.
        initialWindowSize: 256 * 1024,
        maxHeaderListSize: 32 * 1024,
      },
      maxHeaderListPairs: 200,
      // Counts what is on its way out, and our answers leave in small pieces.
      maxSessionMemory: 64,
      maxSettings: 16,
      maxOutstandingPings: 2,
      maxSessionInvalidFrames: 100,
      maxSessionRejectedStreams: 100,
      streamResetBurst: abandoned[0],
      streamResetRate: abandoned[1],
      strictFieldWhitespaceValidation: true,
    });
    // A session that breaks the protocol ends; there is nobody to tell.
    this.#server.on('sessionError', () => {});
  }

  /** Open sessions. */
  get size(): number {
    return this.#all.size;
  }

  /** Whether a request of this socket is under way. */
  isBusy(socket: Duplex): boolean {
    return (this.#open.get(socket) ?? 0) > 0;
  }

  /** Takes a socket on which HTTP/2 is spoken; bytes that were read already lie in it again (`unshift`). */
  accept(socket: Duplex & { readonly remoteAddress?: string | undefined }): void {
    // Who says no more can be told nothing either: Node would keep the socket for ever.
    socket.once('end', () => socket.destroy());
    this.#server.once('session', (session) => this.#begin(session, socket, socket.remoteAddress ?? ''));
    this.#server.emit('connection', socket);
    this.#server.removeAllListeners('session');
  }

  #begin(session: ServerHttp2Session, socket: Duplex, address: string): void {
    this.#all.add(session);
    const calm = (bucket: TokenBucket) => (): void => {
      if (!bucket.take()) give(session, constants.NGHTTP2_ENHANCE_YOUR_CALM);
    };
    session.setLocalWindowSize(sessionWindow);
    session.on('ping', calm(new TokenBucket(...pings)));
    session.on('remoteSettings', calm(new TokenBucket(...settingsFrames)));
    const onAbandoned = calm(new TokenBucket(...abandoned));
    let timer = setTimeout(() => session.close(), firstRequest).unref();
    session.once('close', () => {
      clearTimeout(timer);
      this.#all.delete(session);
    });
    session.on('stream', (stream: ServerHttp2Stream, _headers, _flags, rawHeaders: readonly string[]) => {
      clearTimeout(timer);
      this.#open.set(socket, (this.#open.get(socket) ?? 0) + 1);
      stream.once('close', () => {
        const open = (this.#open.get(socket) ?? 1) - 1;
        this.#open.set(socket, open);
        if (!stream.headersSent) onAbandoned();
        if (open > 0 || session.closed || session.destroyed) return;
        timer = setTimeout(() => session.close(), idle).unref();
      });
      // What goes wrong with one request ends in its 'close'.
      stream.on('error', () => {});
      let trailers = false;
      stream.once('trailers', () => {
        trailers = true;
      });
      this.#take({ stream, rawHeaders, address, hasTrailers: () => trailers });
    });
    if (this.#draining) session.close();
  }

  /** Takes no new request; those under way may end. */
  close(): void {
    this.#draining = true;
    for (const session of this.#all) session.close();
  }

  /** Cuts what is left. */
  destroy(): void {
    for (const session of this.#all) session.destroy();
  }
}

/** Ends a session that costs too much. */
function give(session: ServerHttp2Session, code: number): void {
  if (session.destroyed) return;
  session.goaway(code);
  session.destroy();
}
