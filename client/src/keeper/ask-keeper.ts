import { connect, type Socket } from 'node:net';
import { isRecord, text } from '../api/read-json.ts';
import { ClientError, clientErrorCode } from '../errors/client-error.ts';
import type { KeeperRequest } from './keeper-messages.ts';
import { socketPath } from './socket-path.ts';

/** A keeper may ask the gateway for a new token meanwhile. In milliseconds. */
const patience = 30_000;
/** In bytes; an answer has a token and no more. */
const longestAnswer = 65_536;

/** Asks the keeper of this gateway's sign-in. `undefined`: there is none, so nobody is signed in. */
export async function askKeeper(
  controlUrl: string,
  request: KeeperRequest,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const socket = connect(await socketPath(controlUrl));
  let answer: string;
  try {
    socket.setTimeout(patience, () => socket.destroy(new Error('no answer in time')));
    socket.write(`${JSON.stringify(request)}\n`);
    answer = await readAnswer(socket);
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
    )
      return undefined;
    throw new ClientError(
      'keeper-failed',
      'The process that keeps your sign-in does not answer.',
      'Sign in again: vectorgate login',
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
  const said = parsed(answer);
  if (!isRecord(said))
    throw new ClientError(
      'keeper-failed',
      'The process that keeps your sign-in ended.',
      'Sign in again: vectorgate login',
    );
  if (said.ok === true) return said;
  throw new ClientError(clientErrorCode(said.code) ?? 'keeper-failed', text(said.message), text(said.next));
}

async function readAnswer(socket: Socket): Promise<string> {
  let read = '';
  for await (const piece of socket.setEncoding('utf8')) {
    read += piece;
    if (read.length > longestAnswer) throw new Error('longer than any answer of a keeper');
  }
  return read;
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined; // it ended before it had answered
  }
}
