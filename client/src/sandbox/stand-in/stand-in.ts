import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { BrokerKey } from '../../broker/broker-key.ts';
import { type HttpAnswer, jsonAnswer } from '../answers/http-answer.ts';
import { noKey, notRecorded, unknownName } from '../answers/own-refusals.ts';
import type { SandboxRefusal } from '../answers/sandbox-refusal.ts';
import { storeRefusal } from '../answers/store-refusal.ts';
import { CallBody } from '../body/call-body.ts';
import type { RecordedStep } from '../recorded-step.ts';
import type { Recording } from '../recording.ts';
import type { SandboxTally } from '../sandbox-tally.ts';
import { answerGrpc } from './answer-grpc.ts';
import { readWhole } from './read-whole.ts';
import { sendGrpc } from './send-grpc.ts';
import { toldApart } from './told-apart.ts';
import { toldBeside } from './told-beside.ts';

/** A connection under one of the names that programs write. */
export interface StandInName {
  readonly connection: string;
  readonly store: string;
}

export interface StandInOptions {
  readonly recording: Recording;
  /** Names that are held here, host:port in lower case. */
  readonly names: ReadonlyMap<string, StandInName>;
  readonly tally: SandboxTally;
}

/** What stands where the gateway stood. It has no upstream: no connection ever leaves it. */
export interface StandIn {
  readonly url: string;
  /** What a caller shows in place of a token: on a port of this machine, anybody could ask. */
  readonly key: string;
  close(): Promise<void>;
}

/** Answers calls from the recording, on a port of this machine and to whoever has its key. */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const key = new BrokerKey();
  const http = createHttpServer((request, reply) => {
    answer(options, key, request)
      .then((said) => send(reply, said))
      // A caller that went away needs no answer; and an answer that cannot be sent ends nobody else's.
      .catch(() => reply.destroy());
  });
  const grpc = createHttp2Server();
  grpc.on('session', (session) => {
    session.on('error', () => session.destroy());
  });
  grpc.on('stream', (stream, headers) => {
    // A caller that went away needs no answer.
    stream.on('error', () => stream.destroy());
    answerGrpc(options, key, stream, headers)
      .then((said) => sendGrpc(stream, said))
      .catch(() => stream.destroy());
  });
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
    toldApart(socket, (second) => (second ? grpc : http).emit('connection', socket)),
  );
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It keeps nobody's process alive.
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: key.text,
    close: async () => {
      const closed = new Promise<void>((done) => server.close(() => done()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface Said {
  readonly said: HttpAnswer;
  /** The step that it is the answer of. */
  readonly step?: RecordedStep;
}

async function answer(
  { recording, names, tally }: StandInOptions,
  key: BrokerKey,
  request: IncomingMessage,
): Promise<Said> {
  const { method = '', url: target = '', headers } = request;
  const asked = headers['vectorgate-upstream'] ?? headers.host;
  const name = names.get(String(asked).toLowerCase());
  if (name === undefined)
    return { said: jsonAnswer(421, { error: 'unknown-connection', message: `VectorGate: ${unknownName}` }) };
  const { connection, store } = name;
  const refuse = (refusal: SandboxRefusal): Said => ({
    said: storeRefusal(store)?.(refusal) ?? jsonAnswer(403, { message: `VectorGate: ${refusal.what}` }),
  });
  if (!key.is(headers['vectorgate-token'])) return refuse(noKey);
  const refused = (why: string, closest?: RecordedStep): Said => {
    tally.unmatched(method, target, why, closest);
    return refuse(notRecorded(why));
  };
  // Of strangers nothing is read.
  const bytes = await readWhole(request);
  if (bytes === undefined) return refused('its body is longer than any gateway takes');
  if (headers['content-encoding'] !== undefined)
    return refused('its body is compressed, which no gateway takes');
  const found = recording.find({ connection, method, target, body: new CallBody(bytes) });
  if ('missing' in found) return refused(found.missing, found.closest);
  const { answer } = found.step;
  if (answer === undefined || !('body' in answer)) return refused('it was not recorded over HTTP');
  tally.answered(found.step, found.again);
  return { said: answer, step: found.step };
}

function send(reply: ServerResponse, { said: { status, type, body }, step }: Said): void {
  reply.writeHead(status, {
    'content-length': body.length,
    ...(body.length > 0 && { 'content-type': type }),
    ...toldBeside(step),
  });
  reply.end(body);
}
