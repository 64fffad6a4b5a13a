import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Stands between the gate and the real store, which answers, but for what the test has it say instead. */
export interface SwappedAnswers {
  readonly url: string;
  /** The body of the next answer with records in it (`get`, `query`), to the byte. */
  next: Buffer | undefined;
  close(): Promise<void>;
}

/** Starts one on a free port of the loopback, before the store at an address. */
export async function startSwappedAnswers(store: string): Promise<SwappedAnswers> {
  const server = createServer(async (incoming, reply) => {
    const { method = 'GET', url = '/' } = incoming;
    const body = await buffer(incoming);
    const answer = await fetch(new URL(url, store), {
      method,
      headers: { 'content-type': incoming.headers['content-type'] ?? 'application/json' },
      ...(body.length > 0 && { body }),
    });
    const said = Buffer.from(await answer.arrayBuffer());
    const swapped = /\/(get|query)$/.test(url) ? swaps.next : undefined;
    if (swapped !== undefined) swaps.next = undefined;
    const sent = swapped ?? said;
    reply.writeHead(answer.status, { 'content-type': 'application/json', 'content-length': sent.length });
    reply.end(sent);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const swaps: SwappedAnswers = {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    next: undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return swaps;
}
