import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { isRecord } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import type { KeeperAnswer } from './keeper-messages.ts';
import type { Session } from './session.ts';

/** No session outlives this, whatever the gateway allows, in milliseconds. */
const longest = 24 * 3_600_000;
const longestLine = 1_000;

/**
 * Serves the session's tokens on the socket until it is signed out, refused or too old. Only its owner can connect:
 * the socket is 0600 in a 0700 folder. Resolves when it is over.
 */
export async function keep(
  session: Pick<Session, 'token' | 'end'>,
  socket: string,
  ready: () => void,
): Promise<void> {
  const { promise: over, resolve: finish } = Promise.withResolvers<void>();
  const answer = async (line: string): Promise<KeeperAnswer> => {
    try {
      const request: unknown = JSON.parse(line);
      if (isRecord(request) && request.op === 'token') return { ok: true, ...(await session.token()) };
      if (isRecord(request) && request.op === 'sign-out') {
        finish();
        await session.end();
        return { ok: true };
      }
      return {
        ok: false,
        code: 'keeper-failed',
        message: 'The keeper of your sign-in was asked for something that it does not know.',
        next: 'Sign in again: vectorgate login',
      };
    } catch (error) {
      if (!(error instanceof ClientError))
        return {
          ok: false,
          code: 'keeper-failed',
          message: 'The keeper of your sign-in could not answer.',
          next: 'Sign in again: vectorgate login',
        };
      if (error.code === 'signed-out') finish();
      return { ok: false, code: error.code, message: error.message, next: error.next };
    }
  };
  const server: Server = createServer((connection: Socket) => {
    connection.on('error', () => connection.destroy());
    connection.setEncoding('utf8').on('data', (text: string) => {
      if (text.length > longestLine) connection.destroy();
    });
    createInterface({ input: connection }).once('line', async (line) => {
      connection.end(`${JSON.stringify(await answer(line))}\n`);
    });
  });
  await rm(socket, { force: true });
  process.umask(0o077);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(socket, done);
  });
  await chmod(socket, 0o600);
  const timer = setTimeout(finish, longest);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => finish());
  ready();
  await over;
  clearTimeout(timer);
  // Answers under way are still written; the socket's file goes with the server.
  await new Promise<void>((done) => server.close(() => done()));
}
