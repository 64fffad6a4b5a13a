import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Exchange } from '../../pipeline/exchange.ts';
import type { Gate } from '../../pipeline/gate.ts';
import { govern } from '../../pipeline/govern.ts';
import type { GovernedConnection } from '../../pipeline/governed-connection.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import type { BodyRoom } from '../body-budget.ts';
import { clientSession } from '../client-session.ts';
import { type EngineMemory, engineMemory } from '../engine-memory.ts';
import type { IncomingStream } from '../http2/http2-sessions.ts';
import { TurnsByConnection } from '../turns-by-connection.ts';
import { unknownName } from '../unknown-name.ts';
import type { HttpCall } from './http-call.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { http1Call } from './http1-call.ts';
import { http2Call } from './http2-call.ts';
import { readTarget } from './read-target.ts';
import { bodyLength } from './write-answer.ts';

export type HttpConnection = GovernedConnection<HttpRequest, HttpResponse>;

export interface HttpEngineOptions {
  readonly gate: Gate;
  /** The connection known under host:port (lower case), or undefined. */
  readonly connectionFor: (name: string) => HttpConnection | undefined;
  readonly requestBytes: number;
  /** Shared with the other engines of the listener; absent: its own. */
  readonly memory?: EngineMemory;
}

/** Takes requests by HTTP, of either version. */
export interface HttpEngine {
  /** Speaks HTTP/1.1: listens itself, or is handed sockets (`emit('connection')`). */
  readonly server: Server;
  /** Whether a request of HTTP/1.1 is under way on this socket. */
  isBusy(socket: Duplex): boolean;
  /** Takes a request that came over HTTP/2. */
  take(incoming: IncomingStream): void;
}

const noBody = new Uint8Array();

/** Moves whole HTTP messages between callers and the pipeline. Knows no store. */
export function createHttpEngine(options: HttpEngineOptions): HttpEngine {
  const memory = options.memory ?? engineMemory(options.requestBytes);
  const turns = new TurnsByConnection();
  /** Connections with a request under way, and its answer. */
  const answering = new WeakMap<Duplex, ServerResponse>();
  const begin = (call: HttpCall, giveUp: () => void): void => {
    handle(options, memory, turns, call).catch((error: unknown) => {
      options.gate.log.error({ err: error }, 'an answer could not be sent');
      giveUp();
    });
  };
  const onRequest = (message: IncomingMessage, reply: ServerResponse): void => {
    const take = (): void => {
      // The answer before it ended the connection: what follows a refused head is not decided on.
      if (message.socket.writableEnded) return;
      answering.set(message.socket, reply);
      reply.once('close', () => {
        if (answering.get(message.socket) === reply) answering.delete(message.socket);
      });
      begin(http1Call(message, reply), () => reply.destroy());
    };
    // One that came before the answer to another was sent has no socket yet and waits for its turn.
    if (reply.socket === null) reply.once('socket', take);
    else take();
  };
  const server = createServer(
    {
      // Node's strict parser reads requests; ambiguity is refused, never interpreted.
      insecureHTTPParser: false,
      requireHostHeader: true,
      maxHeaderSize: 32 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 120_000,
      keepAliveTimeout: 60_000,
      connectionsCheckingInterval: 5_000,
      noDelay: true,
    },
    onRequest,
  );
  server.maxRequestsPerSocket = 0;
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
  return {
    server,
    isBusy: (socket) => answering.has(socket),
    take: (incoming) => begin(http2Call(incoming), () => incoming.stream.destroy()),
  };
}

async function handle(
  options: HttpEngineOptions,
  memory: EngineMemory,
  turns: TurnsByConnection,
  call: HttpCall,
): Promise<void> {
  const caller = new AbortController();
  call.onLeave(() => caller.abort());
  let connection: HttpConnection | undefined;
  let head: HttpRequest | undefined;
  let room: BodyRoom | undefined;
  let endTurn: (() => void) | undefined;
  try {
    const { own, headers, method, target } = call.head();
    const askedFor = (own.upstream ?? headers.host ?? '').toLowerCase();
    connection = options.connectionFor(askedFor);
    if (connection === undefined) throw unknownName();
    const { path, query } = readTarget(target);
    const known: HttpRequest = { method, path, query, headers, body: noBody };
    head = known;
    const exchange: Exchange<HttpRequest, HttpResponse> = {
      connection,
      askedFor,
      line: { transport: 'http', method, target },
      head: known,
      read: async () => {
        room = memory.requests.room();
        const body = await call.read(headers['content-length'], options.requestBytes, room);
        endTurn = await turns.take(exchange.connection, body.length, caller.signal);
        return { request: { ...known, body }, bytes: body.length };
      },
      token: own.token,
      clientSession: clientSession(own.session),
      agent: headers['user-agent'],
      address: call.address,
      measure: (response) => ({ status: response.status, bytes: bodyLength(response) }),
      signal: caller.signal,
    };
    const answer = await govern(options.gate, exchange);
    call.answer(answer, memory.answers, false);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      if (caller.signal.aborted || call.gone) return;
      throw error;
    }
    const response = connection?.protocol.refuse(error, undefined, head) ?? plain(error);
    // Whoever stands before us may have read another end into a head that is refused for its form.
    const last = head === undefined && error.code !== 'unknown-connection';
    call.answer({ response }, memory.answers, last);
  } finally {
    room?.giveBack();
    endTurn?.();
  }
}

const plain = (refusal: Refusal): HttpResponse => ({
  // No connection is known yet, so this is in no store's shape.
  status: refusal.code === 'unknown-connection' ? 421 : 400,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ error: refusal.code, message: refusal.text() })),
});
