import type { Socket } from 'node:net';

/** Every connection of HTTP/2 begins so (RFC 9113 section 3.4), and no request of HTTP/1.1 does. */
const secondVersion = 'PRI';
/** Milliseconds in which a caller must have begun. */
const longestSilence = 10_000;

/** Tells by its first bytes whether a connection speaks HTTP/2; they lie in the socket again then. */
export function toldApart(socket: Socket, tell: (second: boolean) => void): void {
  const silence = setTimeout(() => socket.destroy(), longestSilence).unref();
  let begun = Buffer.alloc(0);
  const look = (): void => {
    const read = socket.read() as Buffer | null;
    if (read === null) return;
    begun = Buffer.concat([begun, read]);
    if (begun.length < secondVersion.length) return;
    clearTimeout(silence);
    socket.off('readable', look);
    socket.unshift(begun);
    tell(begun.toString('latin1', 0, secondVersion.length) === secondVersion);
  };
  socket.on('readable', look);
  socket.once('close', () => clearTimeout(silence));
  // A connection that breaks is nobody's fault but its own.
  socket.on('error', () => socket.destroy());
}
