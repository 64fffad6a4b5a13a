import type { Exchange } from '../../pipeline/exchange.ts';
import type { Gate } from '../../pipeline/gate.ts';
import { govern } from '../../pipeline/govern.ts';
import type { GovernedConnection } from '../../pipeline/governed-connection.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import type { BodyRoom } from '../body-budget.ts';
import { clientSession } from '../client-session.ts';
import { type EngineMemory, engineMemory } from '../engine-memory.ts';
import type { IncomingStream } from '../http2/http2-sessions.ts';
import { readStreamHead } from '../http2/read-stream-head.ts';
import { TurnsByConnection } from '../turns-by-connection.ts';
import { unknownName } from '../unknown-name.ts';
import type { GrpcRequest, GrpcResponse } from './grpc-message.ts';
import { grpcStatus, httpStatusOf } from './grpc-status.ts';
import { readCallForm, readMethod } from './read-call-form.ts';
import { readMessage } from './read-message.ts';
import { writeReply } from './write-reply.ts';

export type GrpcConnection = GovernedConnection<GrpcRequest, GrpcResponse>;

export interface GrpcEngineOptions {
  readonly gate: Gate;
  /** The connection known under host:port (lower case), or undefined. */
  readonly connectionFor: (name: string) => GrpcConnection | undefined;
  readonly requestBytes: number;
  /** Shared with the other engines of the listener; absent: its own. */
  readonly memory?: EngineMemory;
}

/** Takes gRPC calls as they come over HTTP/2. */
export interface GrpcEngine {
  take(incoming: IncomingStream): void;
}

/** Milliseconds in which a whole message must have come. */
const requestTime = 120_000;
/** Longest time that a timer takes, in milliseconds. */
const longestTimer = 2 ** 31 - 1;
const noMessage = new Uint8Array();

/** Moves unary gRPC calls between callers and the pipeline. Knows no store. */
export function createGrpcEngine(options: GrpcEngineOptions): GrpcEngine {
  const memory = options.memory ?? engineMemory(options.requestBytes);
  const turns = new TurnsByConnection();
  return {
    take: (incoming) => {
      handle(options, memory, turns, incoming).catch((error: unknown) => {
        options.gate.log.error({ err: error }, 'an answer could not be sent');
        incoming.stream.destroy();
      });
    },
  };
}

async function handle(
  options: GrpcEngineOptions,
  memory: EngineMemory,
  turns: TurnsByConnection,
  incoming: IncomingStream,
): Promise<void> {
  const { stream, rawHeaders, address } = incoming;
  const caller = new AbortController();
  stream.once('close', () => {
    if (!stream.headersSent) caller.abort();
  });
  let connection: GrpcConnection | undefined;
  let head: GrpcRequest | undefined;
  let room: BodyRoom | undefined;
  let endTurn: (() => void) | undefined;
  let deadline: NodeJS.Timeout | undefined;
  try {
    const call = readStreamHead(rawHeaders);
    const askedFor = (call.own.upstream ?? call.headers.host ?? '').toLowerCase();
    connection = options.connectionFor(askedFor);
    if (connection === undefined) throw unknownName();
    const { metadata, encoding, timeout } = readCallForm(call);
    const known: GrpcRequest = { ...readMethod(call.path), metadata, message: noMessage };
    head = known;
    if (timeout !== undefined) {
      deadline = setTimeout(
        () => {
          writeReply(stream, { response: deadlineExceeded }, memory.answers);
          caller.abort();
        },
        Math.min(timeout, longestTimer),
      ).unref();
    }
    const exchange: Exchange<GrpcRequest, GrpcResponse> = {
      connection,
      askedFor,
      line: { transport: 'grpc', method: 'POST', target: call.path },
      head: known,
      read: async () => {
        room = memory.requests.room();
        const limit = options.requestBytes;
        const message = await readMessage(incoming, { encoding, limit, room, within: requestTime });
        endTurn = await turns.take(exchange.connection, message.length, caller.signal);
        return { request: { ...known, message }, bytes: message.length };
      },
      token: call.own.token,
      clientSession: clientSession(call.own.session),
      agent: metadata['user-agent'],
      address,
      measure: ({ status, message }) => ({ status: httpStatusOf(status), bytes: message?.length ?? 0 }),
      signal: caller.signal,
    };
    writeReply(stream, await govern(options.gate, exchange), memory.answers);
  } catch (error) {
    if (!(error instanceof Refusal)) {
      if (caller.signal.aborted) return;
      throw error;
    }
    const response = connection?.protocol.refuse(error, undefined, head) ?? plain(error);
    writeReply(stream, { response }, memory.answers);
  } finally {
    clearTimeout(deadline);
    room?.giveBack();
    endTurn?.();
  }
}

const deadlineExceeded: GrpcResponse = {
  status: grpcStatus.deadlineExceeded,
  details: 'VectorGate: the answer did not come within the time that the client waits.',
  metadata: {},
};

/** No connection is known yet, so this is in no store's shape. The status is one that no client tries again. */
const plain = (refusal: Refusal): GrpcResponse => ({
  status: grpcStatus.invalidArgument,
  details: refusal.text(),
  metadata: {},
});
