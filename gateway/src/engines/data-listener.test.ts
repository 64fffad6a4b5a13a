import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { makeCertificate } from '../../../test/harness/certificate.ts';
import { ask, goodHead, openCaller } from './grpc/testing/call-gate.ts';
import { echoName, type GovernedEcho, governEcho } from './grpc/testing/governed-echo.ts';
import { answerWith, framed, startTestStore, type TestStore } from './grpc/testing/test-store.ts';

let store: TestStore;
let gate: GovernedEcho;
let secure: GovernedEcho;
const certificate = makeCertificate('a gate');
before(async () => {
  store = await startTestStore();
  gate = await governEcho(store.url);
  secure = await governEcho(store.url, {
    tls: { cert: Buffer.from(certificate.cert), key: Buffer.from(certificate.key) },
  });
});
after(async () => {
  await gate?.stop();
  await secure?.stop();
  await store?.close();
});

const request = (lines = ''): string =>
  `POST /Say HTTP/1.1\r\nhost: ${echoName}\r\nvectorgate-token: ana\r\ncontent-length: 5\r\n${lines}\r\nhello`;

async function answerOf(socket: Socket, pieces: readonly string[]): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  for (const piece of pieces) {
    socket.write(piece);
    await pause(20);
  }
  for (let i = 0; i < 100 && !text.includes('hello'); i++) await pause(10);
  return text;
}

test('HTTP/1.1 and gRPC are spoken on one port, however their first bytes come', async () => {
  for (const pieces of [
    [request()],
    [...request()],
    [request().slice(0, 2), request().slice(2)],
    ['P', request().slice(1)],
  ]) {
    const socket = connect(gate.port, '127.0.0.1');
    assert.match(
      await answerOf(socket, pieces.length > 10 ? [pieces[0]!, pieces.slice(1).join('')] : pieces),
      /^HTTP\/1\.1 200 [\s\S]*hello$/,
    );
    // And again over the same connection.
    assert.match(await answerOf(socket, [request()]), /hello$/);
    socket.destroy();
  }
  const caller = await openCaller(gate.url);
  assert.equal((await ask(caller)).status, 0);
  caller.destroy();
});

test('a caller that ends its side is answered all the same', async () => {
  const socket = connect({ port: gate.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(request());
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  assert.match(text, /^(?:HTTP\/1\.1 200 [\s\S]*hello)?$/);
});

test('with TLS both sides agree on the version', async () => {
  const ca = certificate.cert;
  const http1 = connectTls({ port: secure.port, host: '127.0.0.1', ca, ALPNProtocols: ['http/1.1'] });
  await once(http1, 'secureConnect');
  assert.match(await answerOf(http1, [request()]), /^HTTP\/1\.1 200 [\s\S]*hello$/);
  http1.destroy();
  const none = connectTls({ port: secure.port, host: '127.0.0.1', ca });
  await once(none, 'secureConnect');
  assert.match(await answerOf(none, [request()]), /^HTTP\/1\.1 200 [\s\S]*hello$/);
  none.destroy();
  const caller = await openCaller(secure.url, { ca });
  assert.equal((await ask(caller)).status, 0);
  caller.destroy();
  const other = connectTls({ port: secure.port, host: '127.0.0.1', ca, ALPNProtocols: ['smtp'] });
  const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
  assert.match(String(error.code), /ALPN|ALERT/);
});

test('what is no gRPC is plain HTTP over HTTP/2, read as strictly', async () => {
  let caller = await openCaller(gate.url);
  const head = {
    ':method': 'POST',
    ':path': '/Say',
    ':authority': echoName,
    'vectorgate-token': 'ana',
    'content-type': 'application/json',
  };
  const answered = await ask(caller, head, [Buffer.alloc(200_000, 'x')]);
  assert.deepEqual([answered.head[':status'], answered.body.length], [200, 200_000]);
  assert.equal(answered.head['content-length'], '200000');
  assert.match(String(answered.head['vectorgate-decision']), /^[0-9A-Z]{26}$/);
  const statusOf = async (changes: Record<string, string | undefined>, body = 'hello'): Promise<unknown> => {
    const all = Object.fromEntries(
      Object.entries({ ...head, ...changes }).filter(([, v]) => v !== undefined),
    );
    const reply = await ask(caller, all, body === '' ? [] : [Buffer.from(body)]);
    return reply.head[':status'] ?? `reset ${reply.reset}`;
  };
  assert.equal(await statusOf({ 'vectorgate-token': undefined }), 401);
  assert.equal(await statusOf({ ':authority': 'elsewhere:1' }), 421);
  assert.equal(await statusOf({ ':path': '/Forbidden' }), 403);
  for (const path of ['/Say/', '//Say', '/%53ay%2f', '/./Say', 'Say', '*', '/Say#x'])
    assert.match(String(await statusOf({ ':path': path })), /^(?:400|reset 1)$/, path);
  assert.equal(await statusOf({ host: 'other:1' }), 400);
  assert.equal(await statusOf({ vectorgate_token: 'ana' }), 400);
  assert.equal(await statusOf({ 'content-encoding': 'gzip' }), 400);
  assert.equal(await statusOf({ expect: '100-continue' }), 200);
  assert.equal(await statusOf({ expect: 'more' }), 400);
  assert.equal(await statusOf({ 'content-length': '5' }), 200);
  // Node ends the connection of whoever does that.
  for (const length of ['4', '6']) {
    caller = await openCaller(gate.url);
    assert.match(String(await statusOf({ 'content-length': length })), /^reset [12]$/);
  }
  caller.destroy();
});

test('stopping ends what is idle at once and lets what is under way end', async () => {
  const own = await governEcho(store.url);
  const silent = connect(own.port, '127.0.0.1');
  const http1 = connect(own.port, '127.0.0.1');
  assert.match(await answerOf(http1, [request()]), /hello$/);
  const unused = connectHttp2(own.url);
  unused.on('error', () => {});
  await once(unused, 'remoteSettings');
  const caller = await openCaller(own.url);
  const calm = store.behave;
  let finish: (() => void) | undefined;
  store.behave = (stream, _head, body) => {
    finish = () => answerWith(stream, body);
  };
  const call = ask(caller, goodHead, [framed(Buffer.from('hello'))]);
  while (finish === undefined) await pause(5);
  const gone = Promise.all(
    [silent, http1, unused].map((each) => new Promise((resolve) => each.once('close', resolve))),
  );
  silent.resume();
  const stopped = own.stop();
  await gone;
  while ((await own.connections()) > 1) await pause(5);
  finish();
  assert.equal((await call).status, 0);
  await stopped;
  store.behave = calm;
});
