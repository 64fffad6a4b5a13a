import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Keeps a server open when it has as many connections as it takes: the one that has been there longest without a
 * request under way makes room for the newcomer, so that nobody shuts others out by connecting and saying nothing. A
 * caller whose idle connection was closed opens another. When all are busy the newcomer goes.
 *
 * @param most connections at a time
 * @param isBusy whether a request of this connection is under way
 */
export function makeRoom(
  server: Server,
  event: 'connection' | 'secureConnection',
  most: number,
  isBusy: (socket: Duplex) => boolean,
): void {
  /** Oldest first. */
  const present = new Set<Duplex>();
  server.on(event, (newcomer: Duplex) => {
    if (present.size >= most) {
      const idle = firstIdle(present, isBusy);
      if (idle === undefined) {
        newcomer.destroy();
        return;
      }
      present.delete(idle);
      idle.destroy();
    }
    present.add(newcomer);
    newcomer.once('close', () => present.delete(newcomer));
  });
}

function firstIdle(sockets: Iterable<Duplex>, isBusy: (socket: Duplex) => boolean): Duplex | undefined {
  for (const socket of sockets) if (!isBusy(socket)) return socket;
  return undefined;
}
