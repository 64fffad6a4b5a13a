import { createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { GrpcEngine } from './grpc/grpc-engine.ts';
import type { HttpEngine } from './http/http-engine.ts';
import { Http2Sessions } from './http2/http2-sessions.ts';
import { isGrpc } from './http2/is-grpc.ts';
import { speaksHttp2 } from './http2/speaks-http2.ts';
import { makeRoom } from './make-room.ts';

export interface DataListenerOptions {
  readonly http: HttpEngine;
  readonly grpc: GrpcEngine;
  /** PEM texts; absent: without TLS. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** The one port of the data path, for every protocol that is told apart by its first bytes. */
export interface DataListener {
  /** Not listening yet. With TLS it is a `tls.Server`, whose certificate may be replaced. */
  readonly server: Server;
  /** Takes nothing new, waits for the requests under way (10 s at most), then cuts what is left. */
  stop(): Promise<void>;
}

const mostConnections = 10_000;
/** Milliseconds that requests under way are given at the end. */
const longest = 10_000;

/**
 * Listens for HTTP/1.1, HTTP/2 and gRPC on one port. With TLS the two sides agree on the version (ALPN); without, HTTP/2
 * begins with its preface (RFC 9113 section 3.4), which no request of HTTP/1.1 does.
 */
export function createDataListener({ http, grpc, tls }: DataListenerOptions): DataListener {
  const sessions = new Http2Sessions((incoming) =>
    (isGrpc(incoming.rawHeaders) ? grpc : http).take(incoming),
  );
  /** Connections that have not asked for anything yet. */
  const silent = new Set<Duplex>();
  const accept = (socket: Duplex, second: boolean): void => {
    if (second) {
      silent.delete(socket);
      sessions.accept(socket);
    } else http.server.emit('connection', socket);
  };
  const server =
    tls === undefined
      ? // As Node's own server for HTTP/1.1: a caller may end its side and still wait for the answer.
        createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
          speaksHttp2(socket, (second) => accept(socket, second)),
        )
      : createTlsServer(
          { ...tls, ALPNProtocols: ['h2', 'http/1.1'], handshakeTimeout: 10_000, noDelay: true },
          (socket) => accept(socket, socket.alpnProtocol === 'h2'),
        );
  const event = tls === undefined ? 'connection' : 'secureConnection';
  // Before the connection is handed on.
  server.prependListener(event, (socket: Duplex) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
    // A connection that breaks is nobody's fault but its own.
    socket.on('error', () => {});
  });
  // Those that have not agreed on a key yet are counted too.
  server.maxConnections = 2 * mostConnections;
  makeRoom(server, event, mostConnections, (socket) => http.isBusy(socket) || sessions.isBusy(socket));
  const asked = ({ socket }: { readonly socket: Duplex }): unknown => silent.delete(socket);
  http.server.prependListener('request', asked);
  http.server.prependListener('checkContinue', asked);
  // It does not listen itself, and looks for slow requests only once it believes that it does.
  http.server.emit('listening');

  const closeIdle = (): void => {
    http.server.closeIdleConnections();
    // Such as browsers open ahead: they count as busy for Node.
    for (const socket of silent) socket.destroy();
  };
  return {
    server,
    stop: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      sessions.close();
      closeIdle();
      // Callers keep their connections: one that was answered meanwhile has nothing more to wait for.
      const idle = setInterval(closeIdle, 50);
      const cut = setTimeout(() => {
        http.server.closeAllConnections();
        sessions.destroy();
      }, longest);
      await promise;
      clearInterval(idle);
      clearTimeout(cut);
      // Ends its search for slow requests; that it did not listen is no news.
      http.server.close(() => {});
    },
  };
}
