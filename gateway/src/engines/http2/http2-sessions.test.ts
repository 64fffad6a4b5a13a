import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, mock, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Http2Sessions, type IncomingStream } from './http2-sessions.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  mock.timers.reset();
  for (const close of closers.splice(0)) close();
});

async function sessionWith(
  take: (incoming: IncomingStream) => void,
): Promise<{ sessions: Http2Sessions; caller: ClientHttp2Session }> {
  const sessions = new Http2Sessions(take);
  const server = createServer((socket) => sessions.accept(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const caller = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  caller.on('error', () => {});
  closers.push(() => {
    caller.destroy();
    sessions.destroy();
    server.close();
  });
  await once(caller, 'remoteSettings');
  return { sessions, caller };
}

const answer = ({ stream }: IncomingStream): void => {
  stream.respond({ ':status': 200 }, { endStream: true });
};

test('a session that asks for nothing is closed after a minute', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { sessions, caller } = await sessionWith(answer);
  mock.timers.tick(59_000);
  assert.equal(sessions.size, 1);
  const closed = once(caller, 'close');
  mock.timers.tick(1_000);
  await closed;
  while (sessions.size > 0) await new Promise(setImmediate);
});

test('one that was used is closed after five, and never while a request is under way', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let held: IncomingStream | undefined;
  const { sessions, caller } = await sessionWith((incoming) => {
    held = incoming;
  });
  const stream = caller.request({ ':path': '/' });
  while (held === undefined) await new Promise(setImmediate);
  mock.timers.tick(3_600_000);
  assert.equal(sessions.size, 1);
  answer(held);
  stream.resume();
  await once(stream, 'close');
  for (let i = 0; i < 20; i++) await new Promise(setImmediate);
  mock.timers.tick(299_000);
  assert.equal(sessions.size, 1);
  const closed = once(caller, 'close');
  mock.timers.tick(1_000);
  await closed;
});

test('closing lets what is under way end', async () => {
  let held: IncomingStream | undefined;
  const { sessions, caller } = await sessionWith((incoming) => {
    held = incoming;
  });
  const stream = caller.request({ ':path': '/' });
  const answered = once(stream, 'response');
  while (held === undefined) await pause(5);
  sessions.close();
  await pause(20);
  assert.equal(sessions.size, 1);
  answer(held);
  await answered;
  while (sessions.size > 0) await pause(5);
});
