import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server as TlsServer } from 'node:tls';

/** Milliseconds that requests under way are given. */
const longest = 10_000;

/**
 * Makes a server that can be stopped without cutting anybody off: it takes no new request, waits for those under way,
 * then cuts what is left. Connections that never asked for anything, such as those that browsers open ahead, count as
 * busy for Node: they are closed at once.
 */
export function drainable(server: Server): () => Promise<void> {
  const silent = new Set<Duplex>();
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Duplex) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  const asked = ({ socket }: IncomingMessage): unknown => silent.delete(socket);
  server.prependListener('request', asked);
  // With a listener of its own a request that expects to be asked on comes by another event; without, Node answers it.
  if (server.listenerCount('checkContinue') > 0) server.prependListener('checkContinue', asked);
  return async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    const closeIdle = (): void => {
      server.closeIdleConnections();
      for (const socket of silent) socket.destroy();
    };
    closeIdle();
    // Callers keep their connections: one that was answered meanwhile has nothing more to wait for.
    const idle = setInterval(closeIdle, 50);
    const cut = setTimeout(() => server.closeAllConnections(), longest);
    await promise;
    clearInterval(idle);
    clearTimeout(cut);
  };
}
