import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Exchange } from '../../pipeline/exchange.ts';
import type { Gate } from '../../pipeline/gate.ts';
import { govern } from '../../pipeline/govern.ts';
import type { GovernedConnection } from '../../pipeline/governed-connection.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { BodyBudget } from './body-budget.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { readBody } from './read-body.ts';
import { ownHeaders, readHeaders } from './read-headers.ts';
import { readTarget } from './read-target.ts';

export type HttpConnection = GovernedConnection<HttpRequest, HttpResponse>;

export interface HttpEngineOptions {
  readonly gate: Gate;
  /** The connection known under host:port (lower case), or undefined. */
  readonly connectionFor: (name: string) => HttpConnection | undefined;
  readonly requestBytes: number;
  /** PEM texts; absent: plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** Headers of an answer that belong to one connection between two parties and never travel on (RFC 9110 section 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'content-encoding',
  'date',
  'server',
]);

/** Request bodies that may lie in memory at once, in bytes, over all callers. */
const bufferedBytes = 512 * 2 ** 20;
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
  const budget = new BodyBudget(Math.max(bufferedBytes, 2 * options.requestBytes));
  const onRequest = (message: IncomingMessage, reply: ServerResponse): void => {
    handle(options, budget, message, reply).catch((error: unknown) => {
      options.gate.log.error({ err: error }, 'an answer could not be sent');
      reply.destroy();
    });
  };
  const server = options.tls
    ? createHttpsServer({ ...settings, ...options.tls }, onRequest)
    : createHttpServer(settings, onRequest);
  server.maxRequestsPerSocket = 0;
  server.maxConnections = mostConnections;
  // `Expect: 100-continue` is answered here and never travels on; any other expectation is refused by Node with 417.
  server.on('checkContinue', (message: IncomingMessage, reply: ServerResponse) => {
    reply.writeContinue();
    onRequest(message, reply);
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  return server;
}

async function handle(
  options: HttpEngineOptions,
  budget: BodyBudget,
  message: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const caller = new AbortController();
  reply.once('close', () => {
    if (!reply.writableFinished) caller.abort();
  });
  let connection: HttpConnection | undefined;
  let head: HttpRequest | undefined;
  let giveBack: (() => void) | undefined;
  try {
    const headers = readHeaders(message.rawHeaders);
    const askedFor = (headers['vectorgate-upstream'] ?? headers.host ?? '').toLowerCase();
    connection = options.connectionFor(askedFor);
    if (connection === undefined) throw unknownName();
    const { path, query } = readTarget(message.url ?? '');
    const known: HttpRequest = {
      method: message.method ?? '',
      path,
      query,
      headers: withoutOwn(headers),
      body: noBody,
    };
    head = known;
    const exchange: Exchange<HttpRequest, HttpResponse> = {
      connection,
      askedFor,
      head: known,
      read: async () => {
        const length = headers['content-length'];
        giveBack = budget.take(
          length === undefined && !('transfer-encoding' in headers)
            ? 0
            : Number(length ?? options.requestBytes),
        );
        const body = await readBody(message, length, options.requestBytes);
        return { request: { ...known, body }, bytes: body.length };
      },
      token: headers['vectorgate-token'],
      clientSession: clientSession(headers['vectorgate-session']),
      agent: headers['user-agent'],
      address: message.socket.remoteAddress ?? '',
      measure: (response) => ({ status: response.status, bytes: response.body.length }),
      signal: caller.signal,
    };
    const answer = await govern(options.gate, exchange);
    closeUnread(message, reply);
    write(reply, answer.response, answer.decision, answer.notice);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      if (caller.signal.aborted || message.destroyed) return;
      throw error;
    }
    const response = connection?.protocol.refuse(error, undefined, head) ?? plain(error);
    closeUnread(message, reply);
    write(reply, response, undefined, undefined);
  } finally {
    giveBack?.();
  }
}

/** A long body that was refused is not read to its end: the connection cannot be used again. */
function closeUnread(message: IncomingMessage, reply: ServerResponse): void {
  if (!message.complete && !(Number(message.headers['content-length']) <= worthReading)) {
    reply.setHeader('connection', 'close');
  }
}

function write(
  reply: ServerResponse,
  response: HttpResponse,
  decision: string | undefined,
  notice: string | undefined,
): void {
  if (reply.destroyed) return;
  const headers: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (!hopByHop.has(name)) headers[name] = value;
  }
  headers['content-length'] = response.body.length;
  if (decision !== undefined) headers['vectorgate-decision'] = decision;
  if (notice !== undefined) {
    const told = decision === undefined ? notice : `${notice}. Decision ${decision}.`;
    headers['vectorgate-notice'] = encodeURIComponent(told);
  }
  reply.writeHead(response.status, headers);
  reply.end(response.body);
}

/** Built anew: an object from which members were deleted is slow for everybody who reads it. */
function withoutOwn(headers: Readonly<Record<string, string>>): Record<string, string> {
  const passed: Record<string, string> = Object.create(null);
  for (const name in headers) if (!ownHeaders.has(name)) passed[name] = headers[name]!;
  return passed;
}

/** Session ids are made by shims: short, printable, and of no meaning to us; anything else is no session id. */
const clientSession = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(text) ? text : undefined;

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
