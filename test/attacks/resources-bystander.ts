import { Agent, createServer, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

/** What the caller beside an attack saw since it was last asked. */
export interface Witnessed {
  readonly answered: number;
  /** What was no answer, or a wrong one. */
  readonly failed: readonly string[];
  /** Longest wait for an answer, in milliseconds; one that still waits counts. */
  readonly slowest: number;
}

const { knownAs, path } = workerData as { knownAs: string; path: string };
const body = '{"ids":["mine"]}';
const mine = '{"ids":["mine"],"embeddings":null,"documents":null,"uris":null,"metadatas":null,"include":[]}';

/** The store of this caller, in this thread: what the attack does to the other store does not slow it. */
const store = createServer((message, reply) => {
  message.resume();
  const id = /\/by-id\/([^/]+)$/.exec(message.url ?? '')?.[1];
  const answer =
    id === undefined
      ? mine
      : JSON.stringify({ id, name: 'cases', tenant: 'default_tenant', database: 'default_database' });
  reply.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length }).end(answer);
});

let answered = 0;
let failed: string[] = [];
let slowest = 0;
let asked = 0;

/** One plain request over a connection of its own: it must also be let in. */
function ask(url: string, token: string): void {
  asked = performance.now();
  const done = (fault?: string): void => {
    slowest = Math.max(slowest, performance.now() - asked);
    asked = 0;
    if (fault === undefined) answered++;
    else failed.push(fault);
    setTimeout(ask, 50, url, token);
  };
  const outgoing = request(
    `${url}${path}`,
    {
      method: 'POST',
      agent: new Agent({ keepAlive: false }),
      headers: {
        'vectorgate-token': token,
        'vectorgate-upstream': knownAs,
        'content-type': 'application/json',
        'content-length': body.length,
      },
    },
    (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      answer.once('end', () =>
        done(
          answer.statusCode === 200 && text === mine
            ? undefined
            : `${answer.statusCode} ${text.slice(0, 200)}`,
        ),
      );
    },
  );
  outgoing.once('error', (error) => done(error.message));
  outgoing.end(body);
}

store.listen(0, '127.0.0.1', () => {
  const address = store.address();
  parentPort!.postMessage({ store: typeof address === 'object' ? address?.port : 0 });
});

parentPort!.on('message', (message: { begin?: { url: string; token: string } }) => {
  if (message.begin !== undefined) {
    ask(message.begin.url, message.begin.token);
    return;
  }
  const waiting = asked === 0 ? 0 : performance.now() - asked;
  const witnessed: Witnessed = { answered, failed, slowest: Math.max(slowest, waiting) };
  answered = 0;
  failed = [];
  slowest = 0;
  parentPort!.postMessage(witnessed);
});
