import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../pipeline/refusal.ts';

/** Collects a request body of at most `limit` bytes. Throws `Refusal` when it is larger or the caller left. */
export async function readBody(message: IncomingMessage, limit: number): Promise<Uint8Array> {
  const tooLarge = (): Refusal =>
    new Refusal(
      'unreadable',
      'request-too-large',
      `the request was not forwarded: its body is larger than ${limit.toLocaleString('en')} bytes.`,
      'Send it in smaller batches, or ask the platform team to raise limits.requestBytes.',
    );
  if (Number(message.headers['content-length'] ?? 0) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}
