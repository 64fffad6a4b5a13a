import type { OutgoingHttpHeaders } from 'node:http2';
import { Refusal } from '../../pipeline/refusal.ts';
import type { IncomingStream } from '../http2/http2-sessions.ts';
import { readAway } from '../http2/read-away.ts';
import { readStreamHead } from '../http2/read-stream-head.ts';
import { sendPieces } from '../http2/send-pieces.ts';
import type { HttpCall } from './http-call.ts';
import { readBody } from './read-body.ts';
import { answerHead, bodyLength } from './write-answer.ts';

/** Milliseconds in which a whole body must have come. */
const requestTime = 120_000;
/** A caller who takes nothing of an answer for so many milliseconds is given up. */
const longestStall = 60_000;

/** A request over HTTP/2. Nothing of another request can be hidden in it, so none is the last of its connection. */
export function http2Call({ stream, rawHeaders, address }: IncomingStream): HttpCall {
  let asksFirst = false;
  return {
    address,
    get gone() {
      return stream.destroyed;
    },
    onLeave: (listener) => {
      stream.once('close', () => {
        if (!stream.writableFinished) listener();
      });
    },
    head: () => {
      const { own, headers, method, path } = readStreamHead(rawHeaders);
      asksFirst = headers.expect === '100-continue';
      if (headers.expect !== undefined && !asksFirst) throw unknownExpectation();
      return { own, headers, method, target: path };
    },
    read: async (contentLength, limit, room) => {
      const timer = setTimeout(() => stream.destroy(), requestTime).unref();
      try {
        if (asksFirst && !stream.destroyed) stream.additionalHeaders({ ':status': 100 });
        return await readBody(stream, contentLength, limit, room);
      } finally {
        clearTimeout(timer);
      }
    },
    answer: (answer, undelivered) => {
      if (stream.destroyed || stream.closed || stream.headersSent) return;
      const { response } = answer;
      const head: OutgoingHttpHeaders = { ...answerHead(answer), ':status': response.status };
      const { body, rest = [], release } = response;
      if (release !== undefined) stream.once('finish', () => !stream.destroyed && release());
      const stalled = setTimeout(() => stream.destroy(), longestStall).unref();
      stream.once('close', () => clearTimeout(stalled));
      stream.once('finish', () => readAway(stream));
      undelivered.add(stream, bodyLength(response));
      stream.respond(head);
      sendPieces(stream, [body, ...rest], () => stalled.refresh());
    },
  };
}

const unknownExpectation = (): Refusal =>
  new Refusal(
    'unreadable',
    'expectation',
    'the request was not forwarded: its head expects something that is not known.',
    'Send it as the store’s own client does.',
  );
