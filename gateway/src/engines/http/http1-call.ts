import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../../pipeline/refusal.ts';
import type { HttpCall } from './http-call.ts';
import { readBody } from './read-body.ts';
import { readHeaders } from './read-headers.ts';
import { writeAnswer } from './write-answer.ts';

/** A refused body that is not longer is read away, so that the connection can go on. */
const worthReading = 2 ** 20;

/** A request over HTTP/1.1. */
export const http1Call = (message: IncomingMessage, reply: ServerResponse): HttpCall => ({
  address: message.socket.remoteAddress ?? '',
  get gone() {
    return message.destroyed;
  },
  onLeave: (listener) => {
    reply.once('close', () => {
      if (!reply.writableFinished) listener();
    });
  },
  head: () => {
    if (message.httpVersionMajor !== 1) throw wrongVersion();
    return { ...readHeaders(message.rawHeaders), method: message.method ?? '', target: message.url ?? '' };
  },
  read: (contentLength, limit, room) => readBody(message, contentLength, limit, room),
  answer: (answer, undelivered, last) => {
    if (last && !reply.headersSent) reply.setHeader('connection', 'close');
    closeUnread(message, reply);
    writeAnswer(reply, answer, undelivered);
  },
});

/** A long body that was refused is not read to its end: the connection cannot be used again. */
function closeUnread(message: IncomingMessage, reply: ServerResponse): void {
  if (message.complete) return;
  const { 'content-length': length, 'transfer-encoding': coding } = message.headers;
  // Without either there is no body: it is complete as soon as this call returns.
  if (length === undefined && coding === undefined) return;
  if (!(Number(length) <= worthReading)) reply.setHeader('connection', 'close');
}

const wrongVersion = (): Refusal =>
  new Refusal(
    'unreadable',
    'http-version',
    'the request was not forwarded: it is not HTTP/1.1.',
    'Send it as the store’s own client does.',
  );
