import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientHttp2Session, connect } from 'node:http2';
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Http2Sessions, type IncomingStream } from './http2-sessions.ts';
import { speaksHttp2 } from './speaks-http2.ts';

let server: ReturnType<typeof createServer>;
let sessions: Http2Sessions;
/** Ends of connections on the server's side that are still open. */
const open = new Set<Socket>();
const taken: IncomingStream[] = [];
let url: string;

beforeEach(async () => {
  taken.length = 0;
  sessions = new Http2Sessions((incoming) => taken.push(incoming));
  // As the data listener makes it.
  server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
    speaksHttp2(socket, (second) => second && sessions.accept(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  sessions.destroy();
  for (const socket of open) socket.destroy();
  server.close();
  await once(server, 'close');
});

const soon = async (what: string, question: () => boolean): Promise<void> => {
  for (let i = 0; !question(); i++) {
    if (i > 100) assert.fail(what);
    await pause(20);
  }
};
const caller = (socket: Socket): ClientHttp2Session => {
  const session = connect(url, { createConnection: () => socket });
  session.on('error', () => {});
  return session;
};
const connected = (): Socket =>
  connectSocket(Number(new URL(url).port), '127.0.0.1').on('error', () => {}) as Socket;

for (const [how, leave] of [
  ['ends the connection', (socket: Socket) => socket.destroy()],
  ['breaks the connection', (socket: Socket) => socket.resetAndDestroy()],
  ['closes its side', (socket: Socket) => socket.end()],
  ['closes the session', (_socket: Socket, session: ClientHttp2Session) => session.destroy()],
] as const)
  test(`a caller who ${how} with requests under way leaves no connection and no request`, async () => {
    const socket = connected();
    const session = caller(socket);
    for (let i = 0; i < 3; i++) {
      const stream = session.request({ ':method': 'POST', ':path': '/' }, { endStream: false });
      stream.on('error', () => {});
      stream.write('half of it');
    }
    await soon('the requests came', () => taken.length === 3);
    leave(socket, session);
    await soon('no connection is left', () => open.size === 0);
    await soon('no request is left', () => taken.every(({ stream }) => stream.destroyed));
    assert.equal(sessions.size, 0);
  });
