import { createServer, request as startRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What came through to the store. */
export interface Forwarded {
  readonly method: string;
  readonly url: string;
}

export interface KeyedStore {
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly forwarded: Forwarded[];
  close(): Promise<void>;
}

/**
 * Chroma as it stands in a company: it answers who holds its key, and only the gateway does. (Chroma's own server
 * knows no keys; what stands before it does.) It writes down what came through.
 */
export async function startKeyedStore(store: string, key: string): Promise<KeyedStore> {
  const forwarded: Forwarded[] = [];
  const target = new URL(store);
  const server = createServer(async (incoming, reply) => {
    const body = await buffer(incoming);
    const { method = '', url = '' } = incoming;
    if (incoming.headers['x-chroma-token'] !== key) {
      reply.writeHead(401, { 'content-type': 'application/json' });
      reply.end('{"error":"AuthError","message":"no key of this store"}');
      return;
    }
    forwarded.push({ method, url });
    const outgoing = startRequest(
      { host: target.hostname, port: target.port, method, path: url, headers: incoming.rawHeaders },
      async (answer) => {
        const bytes = await buffer(answer);
        const type = answer.headers['content-type'] ?? 'application/json';
        reply.writeHead(answer.statusCode ?? 502, { 'content-type': type, 'content-length': bytes.length });
        reply.end(bytes);
      },
    );
    outgoing.on('error', () => reply.destroy());
    outgoing.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    host: '127.0.0.1',
    port,
    url: `http://127.0.0.1:${port}`,
    forwarded,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
