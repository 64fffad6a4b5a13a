import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../pipeline/refusal.ts';

/** Collects a request body of at most `limit` bytes; `contentLength` is its header. Throws `Refusal` when it is larger or the caller left. */
export async function readBody(
  message: IncomingMessage,
  contentLength: string | undefined,
  limit: number,
): Promise<Uint8Array> {
  const tooLarge = (): Refusal =>
    new Refusal(
      'unreadable',
      'request-too-large',
      `the request was not forwarded: its body is larger than ${limit.toLocaleString('en')} bytes.`,
      'Send it in smaller batches, or ask the platform team to raise limits.requestBytes.',
    );
  if (Number(contentLength ?? 0) > limit) throw tooLarge();
  // It was told already, and is not told again.
  if (message.destroyed) throw callerLeft();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  let size = 0;
  // Plain events: an asynchronous iterator costs several turns of the queue for each chunk.
  message.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) {
      chunks.push(chunk);
      return;
    }
    message.removeAllListeners('data').pause();
    reject(tooLarge());
  });
  message.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)));
  message.once('error', (cause) => reject(callerLeft(cause)));
  message.once('close', () => {
    if (!message.readableEnded) reject(callerLeft());
  });
  return promise;
}

const callerLeft = (cause?: unknown): Refusal =>
  new Refusal(
    'unavailable',
    'caller-left',
    'the caller left before the request was read.',
    'Run the cell again.',
    {},
    { cause },
  );
