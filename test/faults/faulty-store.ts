import { createServer, type IncomingMessage, request as startRequest } from 'node:http';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What is done to a request in place of an answer of the real store. `ask` passes it on and gives what the store said. */
export type Misbehaviour = (caught: {
  readonly socket: Socket;
  readonly ask: () => Promise<{ readonly status: number; readonly body: Buffer }>;
}) => void | Promise<void>;

export interface FaultyStore {
  readonly url: string;
  /** Requests for records that came in so far. */
  readonly asked: number;
  /** From now on requests for records meet this; other requests pass. Undefined: all pass. */
  misbehave(how: Misbehaviour | undefined): void;
  /** Refuses connections until the returned function is called. */
  refuse(): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const isRecords = (request: IncomingMessage): boolean =>
  /\/(get|upsert|add|query|delete)$/.test(request.url ?? '');

/** Answers with success and this body, and closes the connection: it is none of the server's any more. */
export function answerWith(socket: Socket, body: string | Buffer): void {
  const head = `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.write(head);
  socket.end(body);
}

/** The real store behind a door that can be made to fail in the ways in which networks and servers fail. */
export async function startFaultyStore(store: string): Promise<FaultyStore> {
  const target = new URL(store);
  let how: Misbehaviour | undefined;
  let asked = 0;
  const server = createServer(async (incoming, reply) => {
    const body = await buffer(incoming).catch(() => undefined);
    if (body === undefined) return;
    const ask = (): Promise<{ status: number; body: Buffer; type: string }> =>
      new Promise((resolve, reject) => {
        const outgoing = startRequest(
          {
            host: target.hostname,
            port: target.port,
            method: incoming.method,
            path: incoming.url,
            headers: incoming.headers,
          },
          async (answer) =>
            resolve({
              status: answer.statusCode ?? 0,
              body: await buffer(answer),
              type: answer.headers['content-type'] ?? '',
            }),
        );
        outgoing.once('error', reject);
        outgoing.end(body);
      });
    const caught = isRecords(incoming) ? how : undefined;
    if (isRecords(incoming)) asked += 1;
    try {
      if (caught !== undefined) {
        await caught({ socket: incoming.socket, ask });
        return;
      }
      const answer = await ask();
      reply.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length });
      reply.end(answer.body);
    } catch {
      incoming.socket.destroy();
    }
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    get asked() {
      return asked;
    },
    misbehave: (next) => {
      how = next;
    },
    refuse: async () => {
      await close();
      return () => listen(port);
    },
    close,
  };
}
