import { connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { isRecord, text } from '../api/read-json.ts';
import { ClientError, clientErrorCode } from '../errors/client-error.ts';
import type { KeeperRequest } from './keeper-messages.ts';
import { socketPath } from './socket-path.ts';

/** Asks the keeper of this gateway's sign-in. `undefined`: there is none, so nobody is signed in. */
export async function askKeeper(
  controlUrl: string,
  request: KeeperRequest,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const socket = connect(await socketPath(controlUrl));
  let answer: string;
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    answer = await readAll(socket);
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
  const said: unknown = answer === '' ? undefined : JSON.parse(answer);
  if (!isRecord(said))
    throw new ClientError(
      'keeper-failed',
      'The process that keeps your sign-in ended.',
      'Sign in again: vectorgate login',
    );
  if (said.ok === true) return said;
  throw new ClientError(clientErrorCode(said.code) ?? 'keeper-failed', text(said.message), text(said.next));
}
