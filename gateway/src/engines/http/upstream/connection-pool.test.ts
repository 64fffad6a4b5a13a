import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { ConnectionPool, type PoolOptions } from './connection-pool.ts';
import type { StoreRequest } from './store-request.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A store that does `on` with the requests of each connection (bodies are short and come in one piece). */
async function store(
  on: (socket: Socket, request: string, count: number) => void,
  options: Omit<PoolOptions, 'address'> = {},
): Promise<{ pool: ConnectionPool; sockets: Socket[]; requests: string[] }> {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      requests.push(bytes.toString('latin1'));
      on(socket, requests.at(-1)!, requests.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const address = { host: '127.0.0.1', port, authority: `store.example:${port}` };
  const pool = new ConnectionPool({ address, ...options });
  closers.push(() => {
    pool.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { pool, sockets, requests };
}

const post = (body = 'x'): StoreRequest => ({
  method: 'POST',
  target: '/a?b=c',
  headers: { accept: 'application/json' },
  body: Buffer.from(body),
});
const ok = (body: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
const text = (response: { body: Uint8Array }): string => Buffer.from(response.body).toString();

test('one connection serves requests in turn, each with its own head and no other header', async () => {
  const { pool, sockets, requests } = await store((socket, _request, count) =>
    socket.write(ok(String(count))),
  );
  assert.equal(text(await pool.send(post(), 10)), '1');
  assert.equal(text(await pool.send({ ...post(), method: 'GET', body: new Uint8Array() }, 10)), '2');
  assert.equal(sockets.length, 1);
  const port = sockets[0]!.localPort;
  const head = `host: store.example:${port}\r\nconnection: keep-alive\r\naccept: application/json\r\n`;
  assert.deepEqual(requests, [
    `POST /a?b=c HTTP/1.1\r\n${head}content-length: 1\r\n\r\nx`,
    `GET /a?b=c HTTP/1.1\r\n${head}\r\n`,
  ]);
});

test('what would break out of a head is not sent', async () => {
  const { pool, requests } = await store((socket) => socket.write(ok('')));
  for (const bad of [
    { headers: { accept: 'a\r\nx: y' } },
    { headers: { 'a b': 'c' } },
    { target: '/a b' },
    { target: 'http://elsewhere/' },
    { method: 'GET /\r\n' },
  ])
    await assert.rejects(pool.send({ ...post(), ...bad }, 10), TypeError);
  await pool.send(post(), 10);
  assert.equal(requests.length, 1);
});

test('bytes behind a response reach nobody', async () => {
  const { pool, sockets } = await store((socket, _request, count) =>
    socket.write(ok(String(count)) + (count === 1 ? ok('poison') : '')),
  );
  assert.equal(text(await pool.send(post(), 100)), '1');
  assert.equal(text(await pool.send(post(), 100)), '2');
  assert.equal(sockets.length, 2);
});

test('bytes on an idle connection close it', async () => {
  const { pool, sockets } = await store((socket, _request, count) => socket.write(ok(String(count))));
  await pool.send(post(), 100);
  sockets[0]!.write(ok('poison'));
  await once(sockets[0]!, 'close');
  assert.equal(pool.size, 0);
  assert.equal(text(await pool.send(post(), 100)), '2');
});

test('a reply to half a request is delivered, and its connection is not used again', async () => {
  const { pool, sockets } = await store((socket, _request, count) => {
    if (count === 1) {
      socket.pause();
      socket.write(ok('early'));
    } else if (sockets.indexOf(socket) === 1) socket.write(ok('second'));
  });
  const long = { ...post(), body: Buffer.alloc(64 * 2 ** 20, 'x') };
  assert.equal(text(await pool.send(long, 100)), 'early');
  assert.equal(text(await pool.send(post(), 100)), 'second');
  assert.equal(sockets.length, 2);
});

test('a caller who leaves closes the connection, or the place in the queue', async () => {
  const { pool, sockets, requests } = await store(() => undefined, { connections: 1 });
  const [first, second] = [new AbortController(), new AbortController()];
  const running = assert.rejects(pool.send(post('1'), 10, first.signal), { name: 'AbortError' });
  const queued = assert.rejects(pool.send(post('2'), 10, second.signal), { name: 'AbortError' });
  while (requests.length === 0) await wait(1);
  second.abort();
  await queued;
  first.abort();
  await running;
  await once(sockets[0]!, 'close');
  assert.equal(pool.size, 0);
  assert.equal(requests.length, 1);
  await assert.rejects(pool.send(post(), 10, first.signal), { name: 'AbortError' });
});

test('no more connections than allowed; further requests wait for one, in order', async () => {
  const held: Socket[] = [];
  const { pool, sockets, requests } = await store((socket) => held.push(socket), { connections: 2 });
  const bodies = ['1', '2', '3', '4', '5'];
  const answers = Promise.all(bodies.map((body) => pool.send(post(body), 10)));
  for (let served = 0; served < bodies.length; ) {
    while (held.length === 0) await wait(1);
    held.shift()!.write(ok(String(++served)));
  }
  assert.equal((await answers).length, 5);
  assert.equal(sockets.length, 2);
  assert.deepEqual(requests.map((request) => request.at(-1)).slice(2), ['3', '4', '5']);
});

test('a broken, silent or absent store is an error, and the next request gets a new connection', async () => {
  const { pool, sockets } = await store(
    (socket, _request, count) => {
      if (count === 1) socket.destroy();
      else if (count === 2) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell');
      else if (count === 3) socket.write('no HTTP at all\r\n\r\n');
      else if (count === 5) socket.end('HTTP/1.1 200 OK\r\n\r\nto the end');
      else if (count === 6) socket.write(ok('fine'));
    },
    { times: { connect: 5000, silence: 100 } },
  );
  await assert.rejects(pool.send(post(), 100));
  await assert.rejects(pool.send(post(), 100), { code: 'answer-truncated' });
  await assert.rejects(pool.send(post(), 100), { code: 'answer-malformed' });
  await assert.rejects(pool.send(post(), 100), { code: 'answer-timeout' });
  assert.equal(text(await pool.send(post(), 100)), 'to the end');
  assert.equal(text(await pool.send(post(), 100)), 'fine');
  assert.equal(sockets.length, 6);
  const absent = new ConnectionPool({ address: { host: '127.0.0.1', port: 1, authority: 'x' } });
  await assert.rejects(absent.send(post(), 10), { code: 'ECONNREFUSED' });
  absent.close();
});

test('an unused connection is closed before the store would', async () => {
  const { pool, sockets } = await store((socket) => socket.write(ok('')), { idle: 40 });
  await pool.send(post(), 10);
  await once(sockets[0]!, 'close');
  assert.equal(pool.size, 0);
});

test('long answers come whole in memory that served others, and bytes behind them close the connection', async () => {
  const long = (mark: string): string => mark.repeat(400_000);
  const surplus = [false, false, true, false];
  const { pool, sockets } = await store((socket, _request, count) => {
    const body = long(String(count));
    const bytes = Buffer.from(ok(body) + (surplus[count - 1] ? 'HTTP/1.1 200 OK' : ''));
    // In parts, so that most of it is read to its place.
    socket.write(bytes.subarray(0, 1000));
    setImmediate(() => socket.write(bytes.subarray(1000)));
  });
  const first = await pool.send(post(), 1_000_000);
  const second = await pool.send(post(), 1_000_000);
  assert.equal(text(first), long('1'));
  assert.equal(text(second), long('2'));
  first.release?.();
  assert.equal(text(await pool.send(post(), 1_000_000)), long('3'));
  await wait(50);
  assert.equal(pool.size, 0);
  assert.equal(text(second), long('2'));
  assert.equal(text(await pool.send(post(), 1_000_000)), long('4'));
  assert.equal(sockets.length, 2);
});
