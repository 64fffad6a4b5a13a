import { connect, createServer, type Socket } from 'node:net';
import { type TappedRequest, TappedStream } from './tapped-stream.ts';

/** Stands on the wire between gate and store, changes nothing and reads every byte that the gate sends. */
export interface StoreTap {
  readonly url: string;
  /** Whole requests, in the order in which they ended. */
  readonly requests: TappedRequest[];
  /** What no strict reader would take for a request: where two readers would part. */
  readonly faults: string[];
  /** Connections of the gate that are open now. */
  open(): number;
  close(): Promise<void>;
}

/** Starts a tap before the store at this address. */
export async function startStoreTap(store: string): Promise<StoreTap> {
  const target = new URL(store);
  const requests: TappedRequest[] = [];
  const faults: string[] = [];
  const sockets = new Set<Socket>();
  let open = 0;
  const server = createServer((gate) => {
    const stream = new TappedStream(
      (request) => requests.push(request),
      (fault) => faults.push(fault),
    );
    const chroma = connect(Number(target.port), target.hostname);
    open++;
    for (const socket of [gate, chroma]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        gate.destroy();
        chroma.destroy();
      });
    }
    gate.on('close', () => open--);
    gate.on('data', (chunk) => stream.read(chunk));
    gate.pipe(chroma);
    chroma.pipe(gate);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    faults,
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
