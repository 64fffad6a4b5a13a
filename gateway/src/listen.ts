import type { Server } from 'node:net';
import type { ListenerConfiguration } from './configuration/configuration.ts';
import { GateError } from './errors/gate-error.ts';

/** Listens and returns the base URL under which others reach it. Throws `GateError` code `listen`. */
export async function listen(server: Server, name: string, at: ListenerConfiguration): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(at.port, at.host, resolve);
  try {
    await promise;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const why =
      code === 'EADDRINUSE'
        ? 'another program listens there'
        : code === 'EACCES'
          ? 'this user may not'
          : code;
    throw new GateError(
      'listen',
      `VectorGate cannot start: the ${name} listener cannot use ${at.host}:${at.port} (${why}). Stop that program or change listeners.${name}.port.`,
      {},
      { cause },
    );
  }
  server.removeListener('error', reject);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : at.port;
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  return at.publicUrl ?? `${at.tls ? 'https' : 'http'}://${host}:${port}`;
}
