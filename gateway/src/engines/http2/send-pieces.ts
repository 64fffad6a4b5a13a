import type { Http2Stream } from 'node:http2';

/** Bytes that are handed on at a time: what waits inside the session is little, and each piece is a sign of life. */
const most = 128 * 1024;

/**
 * Writes parts in order, piece by piece, the next when the one before was taken, and ends the stream. `taken` is told
 * after each piece. A stream that closes ends it.
 */
export function sendPieces(stream: Http2Stream, parts: readonly Uint8Array[], taken: () => void): void {
  const next = (part: number, from: number): void => {
    if (stream.destroyed || stream.writableEnded) return;
    const bytes = parts[part];
    if (bytes === undefined) {
      stream.end();
      return;
    }
    const piece = bytes.subarray(from, from + most);
    const after = from + piece.length;
    const [nextPart, nextFrom] = after >= bytes.length ? [part + 1, 0] : [part, after];
    if (nextPart === parts.length) {
      stream.end(piece, taken);
      return;
    }
    stream.write(piece, (error) => {
      if (error !== undefined && error !== null) return;
      taken();
      next(nextPart, nextFrom);
    });
  };
  next(0, 0);
}
