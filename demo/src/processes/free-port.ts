import { createServer } from 'node:net';

const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });

/** Ports handed out by this process: none is given twice, even before its owner listens. */
const given = new Set<number>();

/** The preferred port of the loopback address when it is free, else any free one. */
export async function freePort(preferred = 0): Promise<number> {
  for (const candidate of preferred === 0 || given.has(preferred) ? [] : [preferred]) {
    const port = await tryPort(candidate);
    if (port === undefined) continue;
    given.add(port);
    return port;
  }
  for (;;) {
    const port = await tryPort(0);
    if (port === undefined || given.has(port)) continue;
    given.add(port);
    return port;
  }
}
