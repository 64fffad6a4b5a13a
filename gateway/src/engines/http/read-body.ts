import type { Readable } from 'node:stream';
import type { BodyRoom } from '../body-budget.ts';
import { callerLeft } from '../caller-left.ts';
import { GatheredBytes } from '../gathered-bytes.ts';
import { requestTooLarge } from '../request-too-large.ts';

/**
 * Collects a request body of at most `limit` bytes; `contentLength` is its header. Throws `Refusal` when it is larger or
 * the caller left, or there is no room for it.
 */
export async function readBody(
  message: Readable,
  contentLength: string | undefined,
  limit: number,
  room?: BodyRoom,
): Promise<Uint8Array> {
  if (Number(contentLength ?? 0) > limit) throw requestTooLarge(limit);
  // It was told already, and is not told again.
  if (message.destroyed) throw callerLeft('the request was read');
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const body = new GatheredBytes();
  // Plain events: an asynchronous iterator costs several turns of the queue for each chunk.
  message.on('data', (chunk: Buffer) => {
    try {
      if (body.length + chunk.length > limit) throw requestTooLarge(limit);
      room?.take(chunk.length);
      body.add(chunk);
    } catch (error) {
      message.removeAllListeners('data').pause();
      reject(error);
    }
  });
  // An empty body may have ended before anybody listened.
  if (message.readableEnded) resolve(body.whole());
  message.once('end', () => resolve(body.whole()));
  message.once('error', (cause) => reject(callerLeft('the request was read', cause)));
  message.once('close', () => {
    if (!message.readableEnded) reject(callerLeft('the request was read'));
  });
  return promise;
}
