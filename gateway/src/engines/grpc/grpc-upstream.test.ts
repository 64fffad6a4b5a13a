import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants, createSecureServer } from 'node:http2';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { makeCertificate } from '../../../../test/harness/certificate.ts';
import { secretForms } from '../http/without-secret.ts';
import type { UpstreamOptions } from '../upstream-options.ts';
import type { GrpcRequest } from './grpc-message.ts';
import { GrpcUpstream } from './grpc-upstream.ts';
import { answerWith, framed, startTestStore, type TestStore } from './testing/test-store.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function storeAndUpstream(
  options: Partial<UpstreamOptions> = {},
): Promise<{ store: TestStore; upstream: GrpcUpstream }> {
  const store = await startTestStore();
  closers.push(() => store.close());
  return { store, upstream: upstreamOf(store.url, options) };
}

function upstreamOf(address: string, options: Partial<UpstreamOptions> = {}): GrpcUpstream {
  const upstream = new GrpcUpstream({ name: 'insights', address, responseBytes: 2 ** 20, ...options });
  closers.push(() => upstream.close());
  return upstream;
}

const request = (message: Uint8Array, metadata: Record<string, string> = {}): GrpcRequest => ({
  service: 'test.Echo',
  method: 'Say',
  metadata,
  message,
});
const hello = request(Buffer.from('hello'));

test('a call is answered, its head built from scratch', async () => {
  const { store, upstream } = await storeAndUpstream();
  store.behave = (stream, _headers, body) =>
    answerWith(stream, body, { 'grpc-status': '0', 'x-after': 'b' }, { 'x-before': 'a' });
  const answer = await upstream.send(request(Buffer.from('hello'), { 'x-a': '1' }), undefined);
  assert.equal(Buffer.from(answer.message!).toString(), 'hello');
  assert.deepEqual({ ...answer.metadata }, { 'x-before': 'a', 'x-after': 'b' });
  const { ':path': path, te, 'content-type': type, 'x-a': own, ...rest } = store.heads[0]!;
  assert.deepEqual([path, te, type, own], ['/test.Echo/Say', 'trailers', 'application/grpc', '1']);
  assert.deepEqual(Object.keys(rest).sort(), [':authority', ':method', ':scheme', 'grpc-accept-encoding']);
  for (const name of ['TE', 'te', 'grpc-timeout', ':path', 'host', 'a b', 'content-type'])
    await assert.rejects(upstream.send(request(hello.message, { [name]: 'x' }), undefined), TypeError);
  await assert.rejects(upstream.send(request(hello.message, { a: 'x\r\ny' }), undefined), TypeError);
});

test('long messages go both ways, empty ones too', async () => {
  const { upstream } = await storeAndUpstream({ responseBytes: 2 ** 24 });
  for (const length of [0, 1, 16_384, 131_072, 131_073, 12_000_000]) {
    const message = Buffer.alloc(length, 'x');
    const answer = await upstream.send(request(message), undefined);
    assert.equal(message.compare(answer.message!), 0);
  }
});

test('an error of the store is an answer', async () => {
  const { store, upstream } = await storeAndUpstream();
  store.behave = (stream) => {
    stream.respond(
      {
        ':status': 200,
        'content-type': 'application/grpc',
        'grpc-status': '5',
        'grpc-message': 'no %22caf%C3%A9%22 100%',
        'retry-after': '3',
      },
      { endStream: true },
    );
  };
  const alone = await upstream.send(hello, undefined);
  assert.deepEqual(
    { ...alone, metadata: { ...alone.metadata } },
    { status: 5, details: 'no "café" 100%', metadata: { 'retry-after': '3' } },
  );
  store.behave = (stream) =>
    answerWith(stream, Buffer.alloc(0), { 'grpc-status': '9', 'grpc-message': 'not now' });
  const { status, details } = await upstream.send(hello, undefined);
  assert.deepEqual([status, details], [9, 'not now']);
  store.behave = (stream) => answerWith(stream, framed(Buffer.from('x')), { 'grpc-status': '77' });
  assert.equal((await upstream.send(hello, undefined)).status, 2);
});

test('what is no answer is none', async () => {
  const { store, upstream } = await storeAndUpstream({ responseBytes: 100 });
  const cases: readonly (readonly [string, TestStore['behave']])[] = [
    ['answer-unreadable', (stream) => answerWith(stream, Buffer.alloc(0))],
    ['answer-unreadable', (stream) => answerWith(stream, framed(Buffer.from('x')), {})],
    ['answer-unreadable', (stream) => answerWith(stream, framed(Buffer.from('x')), { 'grpc-status': '-1' })],
    [
      'answer-unreadable',
      (stream) => answerWith(stream, Buffer.concat([framed(Buffer.from('x')), framed(Buffer.from('y'))])),
    ],
    ['answer-unreadable', (stream) => answerWith(stream, framed(Buffer.from('xy')).subarray(0, 6))],
    ['answer-unreadable', (stream) => answerWith(stream, framed(Buffer.from('x'), 7))],
    [
      'answer-unreadable',
      (stream) => answerWith(stream, framed(gzipSync('x'), 1), undefined, { 'grpc-encoding': 'gzip' }),
    ],
    [
      'answer-unreadable',
      (stream) => answerWith(stream, framed(Buffer.from('x')), undefined, { ':status': 503 }),
    ],
    [
      'answer-unreadable',
      (stream) => answerWith(stream, framed(Buffer.from('x')), undefined, { 'content-type': 'text/html' }),
    ],
    [
      'answer-unreadable',
      (stream) => {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
        stream.end(framed(Buffer.from('x')));
      },
    ],
    ['response-too-large', (stream) => answerWith(stream, framed(Buffer.alloc(101)))],
    ['answer-broken', (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR)],
    [
      'answer-broken',
      (stream) => {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
        stream.write(framed(Buffer.from('xyz')).subarray(0, 6));
        stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      },
    ],
    ['answer-broken', (stream) => stream.session?.destroy()],
    ['store-refuses-gateway', (stream) => answerWith(stream, Buffer.alloc(0), { 'grpc-status': '16' })],
    ['store-refuses-gateway', (stream) => stream.respond({ ':status': 401 }, { endStream: true })],
  ];
  for (const [i, [code, behave]] of cases.entries()) {
    store.behave = behave;
    await assert.rejects(upstream.send(hello, undefined), { code }, `case ${i}`);
  }
});

test('a store that does not listen got nothing; one that restarts is found again', async () => {
  const { store, upstream } = await storeAndUpstream();
  await upstream.send(hello, undefined);
  await store.close();
  closers.shift();
  await pause(20);
  await assert.rejects(upstream.send(hello, undefined), {
    code: 'store-unreachable',
    detail: { cause: 'ECONNREFUSED', sent: false },
  });
  const again = await startTestStore(store.port);
  closers.push(() => again.close());
  assert.equal((await upstream.send(hello, undefined)).status, 0);
});

test('what listens there may be another program', async () => {
  const other = createServer((socket) => {
    socket.on('error', () => {});
    socket.resume().end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n');
  });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  closers.push(() => new Promise((resolve) => other.close(resolve)));
  const upstream = upstreamOf(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
  await assert.rejects(upstream.send(hello, undefined), {
    code: 'answer-unreadable',
    detail: { cause: 'answer-malformed', sent: false },
  });
});

test('what a store refused unread is asked again once', async () => {
  const { store, upstream } = await storeAndUpstream();
  let refused = 0;
  store.behave = (stream, _headers, body) => {
    if (refused++ < 1) stream.close(constants.NGHTTP2_REFUSED_STREAM);
    else answerWith(stream, body);
  };
  assert.equal((await upstream.send(hello, undefined)).status, 0);
  store.behave = (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM);
  await assert.rejects(upstream.send(hello, undefined), {
    code: 'store-unreachable',
    detail: { cause: 'refused-stream', sent: false },
  });
});

test('after GOAWAY the next call opens a new session, and the one under way ends', async () => {
  const { store, upstream } = await storeAndUpstream();
  let finish: (() => void) | undefined;
  store.behave = (stream, _headers, body) => {
    finish = () => answerWith(stream, body);
    stream.session?.goaway(constants.NGHTTP2_NO_ERROR, stream.id!);
  };
  const first = upstream.send(hello, undefined);
  while (finish === undefined) await pause(5);
  await pause(30);
  store.behave = (stream, _headers, body) => answerWith(stream, body);
  assert.equal((await upstream.send(hello, undefined)).status, 0);
  assert.equal(store.sessions.size, 2);
  finish();
  assert.equal((await first).status, 0);
});

test('what stands above the last stream of a GOAWAY was not read: it is asked again', async () => {
  const { store, upstream } = await storeAndUpstream();
  await upstream.send(hello, undefined);
  let first: (() => void) | undefined;
  store.behave = (stream, _headers, body) => {
    if (first === undefined) {
      first = () => answerWith(stream, body);
      return;
    }
    store.behave = (next, _head, bytes) => answerWith(next, bytes);
    stream.session?.goaway(constants.NGHTTP2_NO_ERROR, stream.id! - 2);
    setTimeout(first, 50);
  };
  const answers = await Promise.all([upstream.send(hello, undefined), upstream.send(hello, undefined)]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [0, 0],
  );
  assert.equal(store.heads.length, 4);
});

test('over TLS only a store whose certificate is trusted is believed, and it must speak HTTP/2', async () => {
  const start = async (server: TlsServer): Promise<string> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closers.push(async () => void server.close());
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const [mine, other] = [makeCertificate('mine'), makeCertificate('other')];
  const server = createSecureServer({ cert: mine.cert, key: mine.key });
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.resume().once('end', () => answerWith(stream, framed(Buffer.from('secret'))));
  });
  server.on('sessionError', () => {});
  const address = await start(server);
  const strange = { authority: Buffer.from(other.cert), verify: true };
  const upstream = upstreamOf(address, { tls: strange });
  await assert.rejects(upstream.send(hello, undefined), { code: 'store-unreachable' });
  await assert.rejects(upstreamOf(address).send(hello, undefined), { code: 'store-unreachable' });
  upstream.trust(Buffer.from(mine.cert));
  assert.equal(Buffer.from((await upstream.send(hello, undefined)).message!).toString(), 'secret');
  assert.equal((await upstreamOf(address, { tls: { verify: false } }).send(hello, undefined)).status, 0);
  const old = await start(createTlsServer({ cert: mine.cert, key: mine.key, ALPNProtocols: ['http/1.1'] }));
  const byHttp1 = upstreamOf(old, { tls: { authority: Buffer.from(mine.cert), verify: true } });
  await assert.rejects(byHttp1.send(hello, undefined), { code: 'store-unreachable' });
});

test('a caller who leaves ends the call at the store', async () => {
  const { store, upstream } = await storeAndUpstream();
  const closed = new Promise<number>((resolve) => {
    store.behave = (stream) => stream.once('close', () => resolve(stream.rstCode));
  });
  const caller = new AbortController();
  const call = upstream.send(hello, caller.signal);
  setTimeout(() => caller.abort(), 50);
  await assert.rejects(call, { code: 'caller-left' });
  assert.equal(await closed, constants.NGHTTP2_CANCEL);
  await assert.rejects(upstream.send(hello, caller.signal), { code: 'caller-left' });
});

test('a silent store is given up', async () => {
  const { store, upstream } = await storeAndUpstream({ silenceSeconds: 0.1 });
  store.behave = () => {};
  await assert.rejects(upstream.send(hello, undefined), { code: 'store-slow' });
});

test('invariant 5: the credential reaches the store and comes back in no answer', async () => {
  const secret = 'a-very-secret/key';
  const { store, upstream } = await storeAndUpstream({
    credential: { header: 'api-key', valueFor: () => secret, forms: secretForms(secret) },
  });
  store.behave = (stream, headers) =>
    answerWith(stream, framed(Buffer.from(`you sent ${String(headers['api-key'])}.`)), {
      'grpc-status': '0',
      'x-quote': secret,
      'x-quote-bin': Buffer.from(secret).toString('base64'),
      'x-plain': 'a',
    });
  const answer = await upstream.send(
    request(hello.message, { 'api-key': 'the caller’s'.replace('’', '') }),
    undefined,
  );
  assert.equal(store.heads[0]!['api-key'], secret);
  assert.equal(Buffer.from(answer.message!).toString(), `you sent ${'*'.repeat(secret.length)}.`);
  assert.deepEqual({ ...answer.metadata }, { 'x-plain': 'a' });
  store.behave = (stream) =>
    answerWith(stream, Buffer.alloc(0), { 'grpc-status': '13', 'grpc-message': `bad key ${secret}` });
  assert.equal((await upstream.send(hello, undefined)).details, 'bad key «credential»');
});

test('many at once share a few sessions, all of which end', async () => {
  const { store, upstream } = await storeAndUpstream();
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, i) => upstream.send(request(Buffer.from(String(i))), undefined)),
  );
  answers.forEach((answer, i) => {
    assert.equal(Buffer.from(answer.message!).toString(), String(i));
  });
  assert.ok(store.sessions.size <= 8, `${store.sessions.size} sessions`);
  await upstream.close();
  while (store.sessions.size > 0) await pause(5);
});
