import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Exchange } from '../../pipeline/exchange.ts';
import type { Gate } from '../../pipeline/gate.ts';
import { govern } from '../../pipeline/govern.ts';
import type { GovernedConnection } from '../../pipeline/governed-connection.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { BodyBudget, type BodyRoom } from './body-budget.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { LongTurns } from './long-turns.ts';
import { makeRoom } from './make-room.ts';
import { readBody } from './read-body.ts';
import { readHeaders } from './read-headers.ts';
import { readTarget } from './read-target.ts';
import { UndeliveredAnswers } from './undelivered-answers.ts';
import { bodyLength, writeAnswer } from './write-answer.ts';

export type HttpConnection = GovernedConnection<HttpRequest, HttpResponse>;

export interface HttpEngineOptions {
  readonly gate: Gate;
  /** The connection known under host:port (lower case), or undefined. */
  readonly connectionFor: (name: string) => HttpConnection | undefined;
  readonly requestBytes: number;
  /** PEM texts; absent: plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Request bodies that may lie in memory at once, in bytes, over all callers. */
const bufferedBytes = 512 * 2 ** 20;
/** Bytes of long answers that may wait in memory for their callers to take them. */
const undeliveredBytes = 512 * 2 ** 20;
/** Longer bodies wait for their turn; so many are in hand at a time for each connection. */
const longRequest = 256 * 1024;
const longInHand = 8;
const mostConnections = 10_000;
/** A refused body that is not longer is read away, so that the connection can go on. */
const worthReading = 2 ** 20;
const noBody = new Uint8Array();

/** Moves whole HTTP/1.1 messages between callers and the pipeline. Knows no store. */
export function createHttpEngine(options: HttpEngineOptions): Server {
  const settings = {
    // Node's strict parser reads requests; ambiguity is refused, never interpreted.
    insecureHTTPParser: false,
    requireHostHeader: true,
    maxHeaderSize: 32 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 60_000,
    connectionsCheckingInterval: 5_000,
    noDelay: true,
  };
  const memory = {
    requests: new BodyBudget(Math.max(bufferedBytes, 2 * options.requestBytes)),
    answers: new UndeliveredAnswers(undeliveredBytes),
  };
  // Each connection has its own: a store that hangs keeps the turns of nobody else's.
  const turns = new WeakMap<HttpConnection, LongTurns>();
  /** Connections with a request under way, and its answer. */
  const answering = new WeakMap<Duplex, ServerResponse>();
  const onRequest = (message: IncomingMessage, reply: ServerResponse): void => {
    const take = (): void => {
      // The answer before it ended the connection: what follows a refused head is not decided on.
      if (message.socket.writableEnded) return;
      answering.set(message.socket, reply);
      reply.once('close', () => {
        if (answering.get(message.socket) === reply) answering.delete(message.socket);
      });
      handle(options, memory, turns, message, reply).catch((error: unknown) => {
        options.gate.log.error({ err: error }, 'an answer could not be sent');
        reply.destroy();
      });
    };
    // One that came before the answer to another was sent has no socket yet and waits for its turn.
    if (reply.socket === null) reply.once('socket', take);
    else take();
  };
  const server = options.tls
    ? createHttpsServer({ ...settings, handshakeTimeout: 10_000, ...options.tls }, onRequest)
    : createHttpServer(settings, onRequest);
  server.maxRequestsPerSocket = 0;
  // Those that have not agreed on a key yet are counted too.
  server.maxConnections = 2 * mostConnections;
  makeRoom(server, options.tls ? 'secureConnection' : 'connection', mostConnections, (socket) =>
    answering.has(socket),
  );
  // `Expect: 100-continue` is answered here and never travels on; any other expectation is refused by Node with 417.
  server.on('checkContinue', (message: IncomingMessage, reply: ServerResponse) => {
    reply.writeContinue();
    onRequest(message, reply);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (answering.has(socket)) {
      // A refusal now would be taken for the answer to the request under way. What follows one that said it is the
      // last is nobody's; the answer ends the connection.
      if (error.code !== 'HPE_CLOSED_CONNECTION') socket.destroy();
    } else if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

async function handle(
  options: HttpEngineOptions,
  memory: { readonly requests: BodyBudget; readonly answers: UndeliveredAnswers },
  turns: WeakMap<HttpConnection, LongTurns>,
  message: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const caller = new AbortController();
  reply.once('close', () => {
    if (!reply.writableFinished) caller.abort();
  });
  let connection: HttpConnection | undefined;
  let head: HttpRequest | undefined;
  let room: BodyRoom | undefined;
  let endTurn: (() => void) | undefined;
  try {
    if (message.httpVersionMajor !== 1) throw wrongVersion();
    const { own, headers } = readHeaders(message.rawHeaders);
    const askedFor = (own.upstream ?? headers.host ?? '').toLowerCase();
    connection = options.connectionFor(askedFor);
    if (connection === undefined) throw unknownName();
    const { path, query } = readTarget(message.url ?? '');
    const known: HttpRequest = {
      method: message.method ?? '',
      path,
      query,
      headers,
      body: noBody,
    };
    head = known;
    const exchange: Exchange<HttpRequest, HttpResponse> = {
      connection,
      askedFor,
      head: known,
      read: async () => {
        const length = headers['content-length'];
        room = memory.requests.room();
        const body = await readBody(message, length, options.requestBytes, room);
        if (body.length > longRequest)
          endTurn = await turnsOf(turns, exchange.connection).take(caller.signal);
        return { request: { ...known, body }, bytes: body.length };
      },
      token: own.token,
      clientSession: clientSession(own.session),
      agent: headers['user-agent'],
      address: message.socket.remoteAddress ?? '',
      measure: (response) => ({ status: response.status, bytes: bodyLength(response) }),
      signal: caller.signal,
    };
    const answer = await govern(options.gate, exchange);
    closeUnread(message, reply);
    writeAnswer(reply, answer, memory.answers);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      if (caller.signal.aborted || message.destroyed) return;
      throw error;
    }
    const response = connection?.protocol.refuse(error, undefined, head) ?? plain(error);
    // Whoever stands before us may have read another end into a head that is refused for its form.
    if (head === undefined && error.code !== 'unknown-connection') reply.setHeader('connection', 'close');
    closeUnread(message, reply);
    writeAnswer(reply, { response }, memory.answers);
  } finally {
    room?.giveBack();
    endTurn?.();
  }
}

function turnsOf(turns: WeakMap<HttpConnection, LongTurns>, connection: HttpConnection): LongTurns {
  const known = turns.get(connection);
  if (known !== undefined) return known;
  const made = new LongTurns(longInHand);
  turns.set(connection, made);
  return made;
}

/** A long body that was refused is not read to its end: the connection cannot be used again. */
function closeUnread(message: IncomingMessage, reply: ServerResponse): void {
  if (message.complete) return;
  const { 'content-length': length, 'transfer-encoding': coding } = message.headers;
  // Without either there is no body: it is complete as soon as this call returns.
  if (length === undefined && coding === undefined) return;
  if (!(Number(length) <= worthReading)) reply.setHeader('connection', 'close');
}

/** Session ids are made by shims: short, printable, and of no meaning to us; anything else is no session id. */
const clientSession = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(text) ? text : undefined;

const wrongVersion = (): Refusal =>
  new Refusal(
    'unreadable',
    'http-version',
    'the request was not forwarded: it is not HTTP/1.1.',
    'Send it as the store’s own client does.',
  );

const unknownName = (): Refusal =>
  new Refusal(
    'unreadable',
    'unknown-connection',
    'no connection is known under the name that was asked for.',
    'Check host and port in the notebook, or ask the platform team to add the name to knownAs of a connection.',
  );

const plain = (refusal: Refusal): HttpResponse => ({
  // No connection is known yet, so this is in no store's shape.
  status: refusal.code === 'unknown-connection' ? 421 : 400,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ error: refusal.code, message: refusal.text() })),
});
