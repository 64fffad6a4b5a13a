import { createServer, request as startRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface Passed {
  readonly method: string;
  readonly url: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  readonly requestBody: Buffer;
  readonly status: number;
  readonly responseBody: Buffer;
}

export interface RecordingStore {
  readonly url: string;
  readonly passed: Passed[];
  close(): Promise<void>;
}

/**
 * Stands between the gate and the real store and writes down what passes, to the byte. It changes nothing. `before` is
 * waited for when a request has come and before it goes on.
 */
export async function startRecordingStore(
  store: string,
  before: (method: string, url: string) => Promise<void> = async () => {},
): Promise<RecordingStore> {
  const passed: Passed[] = [];
  const target = new URL(store);
  const server = createServer(async (incoming, reply) => {
    const requestBody = await buffer(incoming);
    await before(incoming.method ?? '', incoming.url ?? '');
    const outgoing = startRequest(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.rawHeaders,
      },
      async (answer) => {
        const responseBody = await buffer(answer);
        passed.push({
          method: incoming.method ?? '',
          url: incoming.url ?? '',
          rawHeaders: incoming.rawHeaders,
          requestBody,
          status: answer.statusCode ?? 0,
          responseBody,
        });
        reply.writeHead(answer.statusCode ?? 502, {
          'content-type': answer.headers['content-type'] ?? 'application/json',
          'content-length': responseBody.length,
        });
        reply.end(responseBody);
      },
    );
    outgoing.on('error', () => reply.destroy());
    outgoing.end(requestBody);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
