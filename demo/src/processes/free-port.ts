import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/**
 * Below the ports that systems give to outgoing connections and to servers that ask for any (32768 and up on Linux, 49152
 * on others) and above those that browsers refuse: between this look and its owner's listening nobody gets such a port by
 * chance.
 */
const range = { from: 15_000, to: 32_000 };

/** Ports handed out by this process: none is given twice, even before its owner listens. */
const given = new Set<number>();

/** The preferred port of the loopback address when it is free, else any free one. */
export async function freePort(preferred?: number): Promise<number> {
  let port = preferred ?? randomInt(range.from, range.to);
  while (given.has(port) || !(await isFree(port))) port = randomInt(range.from, range.to);
  given.add(port);
  return port;
}
