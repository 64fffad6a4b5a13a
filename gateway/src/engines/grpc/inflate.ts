import { createGunzip } from 'node:zlib';
import { Refusal } from '../../pipeline/refusal.ts';
import type { BodyRoom } from '../body-budget.ts';
import { requestTooLarge } from '../request-too-large.ts';

/** Bytes that are made at a time: no more lies in memory uncounted. */
const piece = 64 * 1024;

/**
 * Decompresses a message. Stops at `limit` bytes, or where no more `room` is, whatever would still come of it. Throws
 * `Refusal`, also for what is not exactly one text of gzip.
 */
export function inflate(compressed: Uint8Array, limit: number, room: BodyRoom): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const gunzip = createGunzip({ chunkSize: piece });
  const pieces: Buffer[] = [];
  let length = 0;
  const fail = (error: unknown): void => {
    gunzip.destroy();
    reject(error);
  };
  gunzip.on('data', (chunk: Buffer) => {
    length += chunk.length;
    try {
      if (length > limit) throw requestTooLarge(limit);
      room.take(chunk.length);
      pieces.push(chunk);
    } catch (error) {
      fail(error);
    }
  });
  gunzip.once('error', (cause) => fail(notGzip(cause)));
  gunzip.once('end', () => {
    // Another reader might take what stands behind it for something.
    if (gunzip.bytesWritten !== compressed.length) fail(notGzip());
    else resolve(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, length));
  });
  gunzip.end(compressed);
  return promise;
}

const notGzip = (cause?: unknown): Refusal =>
  new Refusal(
    'unreadable',
    'grpc-gzip',
    'the request was not forwarded: its message cannot be decompressed.',
    'Send it as the store’s own client does.',
    {},
    { cause },
  );
