import type { ServerHttp2Stream } from 'node:http2';
import { endRequest } from './end-request.ts';

/** What is read away at most, in bytes and milliseconds. */
const most = 64 * 2 ** 20;
const longest = 30_000;

/**
 * Reads away what a caller still sends of a request that was answered. Some clients (httpcore) lose the answer when
 * they are stopped before they have sent all. Nothing of it stays in memory; who sends without end is stopped.
 */
export function readAway(stream: ServerHttp2Stream): void {
  if (stream.readableEnded || stream.destroyed) return;
  let left = most;
  const stop = setTimeout(() => endRequest(stream), longest).unref();
  stream.once('close', () => clearTimeout(stop));
  stream.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) endRequest(stream);
  });
  stream.resume();
}
