import { Refusal } from '../../pipeline/refusal.ts';
import type { BodyRoom } from '../body-budget.ts';
import { callerLeft } from '../caller-left.ts';
import type { IncomingStream } from '../http2/http2-sessions.ts';
import { requestTooLarge } from '../request-too-large.ts';
import { inflate } from './inflate.ts';
import { FrameError, type FrameFault, OneMessage } from './one-message.ts';
import type { MessageEncoding } from './read-call-form.ts';

export interface MessageLimits {
  readonly encoding: MessageEncoding;
  /** Bytes that the message may have, as it travels and as it is. */
  readonly limit: number;
  readonly room: BodyRoom;
  /** Milliseconds in which all of it must have come. */
  readonly within: number;
}

/**
 * Collects the one message of a unary call, decompressed. Throws `Refusal` when there is none or more than one, when it
 * is larger than allowed or there is no room for it, and when the caller left.
 */
export async function readMessage(
  incoming: IncomingStream,
  { encoding, limit, room, within }: MessageLimits,
): Promise<Uint8Array> {
  // It was told already, and is not told again.
  if (incoming.stream.destroyed) throw callerLeft('the request was read');
  const { message, compressed } = await collect(incoming, limit, room, within);
  if (incoming.hasTrailers()) throw unreadable('something stands behind its message.');
  if (!compressed) return message;
  if (encoding === 'identity') throw unreadable('its message is marked as compressed without saying how.');
  return inflate(message, limit, room);
}

function collect(
  { stream }: IncomingStream,
  limit: number,
  room: BodyRoom,
  within: number,
): Promise<ReturnType<OneMessage['end']>> {
  const { promise, resolve, reject } = Promise.withResolvers<ReturnType<OneMessage['end']>>();
  const body = new OneMessage(limit);
  const fail = (error: unknown): void => {
    stream.removeListener('data', onData).pause();
    reject(error instanceof FrameError ? faults(limit)[error.fault] : error);
  };
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      fail(error);
    }
  };
  const onData = (chunk: Buffer): void =>
    attempt(() => {
      room.take(chunk.length);
      body.read(chunk);
    });
  const timer = setTimeout(() => fail(tooSlow(within)), within).unref();
  stream.on('data', onData);
  const end = (): void => attempt(() => resolve(body.end()));
  // An empty body may have ended before anybody listened.
  if (stream.readableEnded) end();
  stream.once('end', end);
  // Every stream closes at last; only one that does so early is told of.
  const onClose = (): void => fail(callerLeft('the request was read'));
  stream.once('close', onClose);
  const done = (): void => {
    clearTimeout(timer);
    stream.removeListener('close', onClose);
  };
  promise.then(done, done);
  return promise;
}

const unreadable = (what: string): Refusal =>
  new Refusal(
    'unreadable',
    'grpc-message',
    `the request was not forwarded: ${what}`,
    'Send it as the store’s own client does.',
  );

const tooSlow = (within: number): Refusal =>
  new Refusal(
    'unreadable',
    'request-slow',
    `the request was not forwarded: it did not come whole within ${within / 1000} s.`,
    'Send it in smaller batches.',
  );

const faults = (limit: number): Readonly<Record<FrameFault, Refusal>> => ({
  none: unreadable('it holds no message.'),
  several: unreadable('it holds more than one message.'),
  'cut-short': unreadable('its message ends before its end.'),
  flag: unreadable('its message begins with an unknown mark.'),
  'too-large': requestTooLarge(limit),
});
