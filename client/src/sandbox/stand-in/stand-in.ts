import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BrokerKey } from '../../broker/broker-key.ts';
import { type HttpAnswer, jsonAnswer } from '../answers/http-answer.ts';
import type { SandboxRefusal } from '../answers/sandbox-refusal.ts';
import { storeRefusal } from '../answers/store-refusal.ts';
import { CallBody } from '../body/differences.ts';
import type { Recording } from '../recording.ts';
import type { SandboxTally } from '../sandbox-tally.ts';
import { readRequestBody } from './read-request-body.ts';

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
  const server = createHttpServer((request, reply) => {
    answer(options, key, request).then(
      ({ said, decision }) => send(reply, said, decision),
      // A caller that went away needs no answer.
      () => reply.destroy(),
    );
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
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Said {
  readonly said: HttpAnswer;
  readonly decision?: string;
}

async function answer(
  { recording, names, tally }: StandInOptions,
  key: BrokerKey,
  request: IncomingMessage,
): Promise<Said> {
  const { method = '', url: target = '', headers } = request;
  const bytes = await readRequestBody(request);
  const asked = headers['vectorgate-upstream'] ?? headers.host;
  const name = names.get(String(asked).toLowerCase());
  if (name === undefined)
    return { said: jsonAnswer(421, { error: 'unknown-connection', message: `VectorGate: ${unknownName}` }) };
  const { connection, store } = name;
  const refuse = (refusal: SandboxRefusal): Said => ({
    said: storeRefusal(store)?.(refusal) ?? jsonAnswer(403, { message: `VectorGate: ${refusal.what}` }),
  });
  if (!key.is(headers['vectorgate-token']))
    return refuse({
      kind: 'unauthenticated',
      what: 'this sandbox answers only to the program that it was started for.',
      next: 'Start the program by: vectorgate sessions sandbox',
    });
  const refused = (why: string): Said => {
    tally.unmatched(method, target, why);
    return refuse({
      kind: 'forbidden',
      what: `not in the recording: ${why.replace(/\.$/, '')}.`,
      next: 'A sandbox asks no store.',
    });
  };
  if (bytes === undefined) return refused('its body is longer than any gateway takes');
  if (headers['content-encoding'] !== undefined)
    return refused('its body is compressed, which no gateway takes');
  const found = recording.find({ connection, method, target, body: new CallBody(bytes) });
  if ('missing' in found) return refused(found.missing);
  tally.answered(found.step, found.again);
  return { said: found.step.answer!, decision: found.step.id };
}

const unknownName = 'the sandbox holds no store under this name.';

function send(reply: ServerResponse, { status, type, body }: HttpAnswer, decision: string | undefined): void {
  reply.writeHead(status, {
    'content-length': body.length,
    ...(body.length > 0 && { 'content-type': type }),
    ...(decision !== undefined && { 'vectorgate-decision': decision }),
  });
  reply.end(body);
}
