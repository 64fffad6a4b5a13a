import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { ClientError } from '../errors/client-error.ts';
import { keep } from './keep.ts';

/** A keeper on a socket of its own, and a way to ask it. */
async function started(token: () => Promise<{ accessToken: string; expires: number }>) {
  const folder = await mkdtemp(join(tmpdir(), 'vectorgate-keeper-'));
  const socket = join(folder, 'keeper.sock');
  const ended: string[] = [];
  const { promise: ready, resolve } = Promise.withResolvers<void>();
  const over = keep({ token, end: async () => void ended.push('ended') }, socket, resolve).finally(() =>
    rm(folder, { recursive: true, force: true }),
  );
  await ready;
  const ask = async (line: string): Promise<unknown> => {
    const connection = connect(socket);
    connection.write(`${line}\n`);
    return JSON.parse(await text(connection));
  };
  return { socket, ask, over, ended };
}

test('a keeper gives the token to its owner alone, and ends with the session at sign-out', async () => {
  const { socket, ask, over, ended } = await started(async () => ({ accessToken: 'token-1', expires: 7 }));
  assert.equal((await stat(socket)).mode & 0o777, 0o600);
  assert.deepEqual(await ask('{"op":"token"}'), { ok: true, accessToken: 'token-1', expires: 7 });
  assert.deepEqual(ended, []);
  assert.deepEqual(await ask('{"op":"sign-out"}'), { ok: true });
  await over;
  assert.deepEqual(ended, ['ended']);
  await assert.rejects(stat(socket), { code: 'ENOENT' });
});

test('a session that the gateway has ended ends its keeper, with words for the person', async () => {
  const { ask, over } = await started(async () => {
    throw new ClientError('signed-out', 'Your session has ended.', 'Sign in again: vectorgate login');
  });
  assert.deepEqual(await ask('{"op":"token"}'), {
    ok: false,
    code: 'signed-out',
    message: 'Your session has ended.',
    next: 'Sign in again: vectorgate login',
  });
  await over;
});

test('a gateway that does not answer does not end the keeper; other requests are not answered', async () => {
  let reachable = false;
  const { ask, over } = await started(async () => {
    if (!reachable)
      throw new ClientError(
        'gateway-unreachable',
        'The gateway does not answer.',
        'Check that it runs: vectorgate status',
      );
    return { accessToken: 'token-2', expires: 8 };
  });
  const said = await ask('{"op":"token"}');
  assert.ok(typeof said === 'object' && said !== null && 'ok' in said && said.ok === false);
  const unknown = await ask('{"op":"refresh-token"}');
  assert.ok(!JSON.stringify(unknown).includes('token-2'));
  reachable = true;
  assert.deepEqual(await ask('{"op":"token"}'), { ok: true, accessToken: 'token-2', expires: 8 });
  await ask('{"op":"sign-out"}');
  await over;
});
