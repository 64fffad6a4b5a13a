import type { Socket } from 'node:net';

/** What every connection of HTTP/2 begins with (RFC 9113 section 3.4). */
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
/** Milliseconds in which a caller must have said which version it speaks. */
const longestSilence = 10_000;

/**
 * Looks at the first bytes of a new connection and tells whether HTTP/2 is spoken; the bytes lie in the socket again
 * then. A connection that says too little for too long, or ends before, is closed and nothing is told.
 */
export function speaksHttp2(socket: Socket, tell: (second: boolean) => void): void {
  const silence = setTimeout(() => socket.destroy(), longestSilence).unref();
  const done = (): void => {
    clearTimeout(silence);
    socket.removeListener('readable', look);
    socket.removeListener('end', end);
    socket.removeListener('close', done);
  };
  const end = (): void => {
    done();
    socket.destroy();
  };
  let bytes: Buffer = Buffer.alloc(0);
  const look = (): void => {
    const read: Buffer | null = socket.read();
    if (read === null) return;
    bytes = bytes.length === 0 ? read : Buffer.concat([bytes, read]);
    const seen = Math.min(bytes.length, preface.length);
    const alike = bytes.compare(preface, 0, seen, 0, seen) === 0;
    if (alike && seen < preface.length) return;
    done();
    socket.unshift(bytes);
    tell(alike);
  };
  socket.on('readable', look);
  socket.once('end', end);
  socket.once('close', done);
}
