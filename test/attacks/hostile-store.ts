import { createServer, type Socket } from 'node:net';
import { type TappedRequest, TappedStream } from './tapped-stream.ts';

/** A store of raw bytes: it answers the gate's questions well, and everything else as it is told. */
export interface HostileStore {
  readonly url: string;
  /** What it does with a whole request that is no question. Default: `answerWell`. */
  behave: (request: TappedRequest, socket: Socket) => void;
  /** What it does with a question. Default: the collection that is asked for. */
  behaveOnQuestion: (request: TappedRequest, socket: Socket) => void;
  /** What it does as soon as the head of a request that is no question has come; absent: nothing. */
  onHead: ((head: string, socket: Socket) => void) | undefined;
  readonly requests: TappedRequest[];
  /** Connections of the gate that are open now, and how many there ever were. */
  open(): number;
  readonly made: () => number;
  close(): Promise<void>;
}

const question = /^\/api\/v2\/tenants\/([^/]+)\/databases\/([^/]+)\/collections\/by-id\/([^/?]+)$/;

export const response = (body: string, lines = '', status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${lines}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** The answer to `get` for these ids, as Chroma shapes it. */
export const records = (ids: readonly string[]): string =>
  JSON.stringify({ ids, embeddings: null, documents: null, uris: null, metadatas: null, include: [] });

/** The ids that a request names. */
export const idsOf = (request: TappedRequest): string[] => {
  const found = /"ids":\[([^\]]*)\]/.exec(request.body.toString('latin1', 0, 4096))?.[1] ?? '';
  return [...found.matchAll(/"([^"]*)"/g)].map(([, text]) => text!);
};

export const answerWell = (request: TappedRequest, socket: Socket): void => {
  socket.write(response(request.target.endsWith('/get') ? records(idsOf(request)) : '{}'));
};

const answerQuestion = (request: TappedRequest, socket: Socket): void => {
  const [, tenant, database, id] = question.exec(request.target) ?? [];
  socket.write(
    response(JSON.stringify({ id, name: 'cases', tenant, database, metadata: null, dimension: 3 })),
  );
};

/** Starts one on a free port of the loopback. */
export async function startHostileStore(): Promise<HostileStore> {
  const requests: TappedRequest[] = [];
  const sockets = new Set<Socket>();
  let made = 0;
  const server = createServer((socket) => {
    made++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    const stream = new TappedStream(
      (request) => {
        if (question.test(request.target)) {
          store.behaveOnQuestion(request, socket);
          return;
        }
        requests.push(request);
        store.behave(request, socket);
      },
      () => socket.destroy(),
    );
    socket.on('data', (chunk: Buffer) => {
      const head = chunk.toString('latin1');
      if (store.onHead !== undefined && /^(POST|PUT|PATCH|DELETE) /.test(head)) store.onHead(head, socket);
      stream.read(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const store: HostileStore = {
    url: `http://127.0.0.1:${port}`,
    behave: answerWell,
    behaveOnQuestion: answerQuestion,
    onHead: undefined,
    requests,
    open: () => sockets.size,
    made: () => made,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return store;
}
