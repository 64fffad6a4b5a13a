import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { isRecord } from '../api/read-json.ts';
import { ClientError } from '../errors/client-error.ts';
import type { KeeperAnswer } from './keeper-messages.ts';
import type { Session } from './session.ts';

/** No session outlives this, whatever the gateway allows, in milliseconds. */
const longest = 24 * 3_600_000;
/** In characters. */
const longestLine = 8_000;
/** For the whole of a request, in milliseconds: who sends a byte now and then gains no time by it. */
const lineMilliseconds = 5_000;
/** Whoever comes when all places are taken takes that of the connection that has kept us waiting for longest. */
const mostConnections = 64;

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
      if (isRecord(request) && request.op === 'token') {
        const { refused } = request;
        return { ok: true, ...(await session.token(typeof refused === 'string' ? refused : undefined)) };
      }
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
  /** Those who have not asked yet, the eldest first. */
  const waiting = new Set<Socket>();
  const server: Server = createServer((connection: Socket) => {
    connection.on('error', () => connection.destroy());
    const [eldest] = waiting;
    if (waiting.size >= mostConnections) eldest?.destroy();
    waiting.add(connection);
    const tooSlow = setTimeout(() => connection.destroy(), lineMilliseconds);
    const asked = (): void => {
      clearTimeout(tooSlow);
      waiting.delete(connection);
    };
    connection.once('close', asked);
    let read = '';
    const listen = async (text: string): Promise<void> => {
      read += text;
      const end = read.indexOf('\n');
      if (end > longestLine || (end < 0 && read.length > longestLine)) connection.destroy();
      if (end < 0 || end > longestLine) return;
      connection.off('data', listen).resume();
      asked();
      connection.end(`${JSON.stringify(await answer(read.slice(0, end)))}\n`);
    };
    connection.setEncoding('utf8').on('data', listen);
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
  // Answers under way are still written; who has not asked yet must not keep the tokens alive by waiting.
  const closed = new Promise<void>((done) => server.close(() => done()));
  for (const connection of waiting) connection.destroy();
  await closed;
}
