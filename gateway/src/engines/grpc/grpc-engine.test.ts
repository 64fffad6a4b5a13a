import assert from 'node:assert/strict';
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { deflateSync, gzipSync } from 'node:zlib';
import { ask, goodHead, openCaller } from './testing/call-gate.ts';
import { echoName, type GovernedEcho, governEcho } from './testing/governed-echo.ts';
import { answerWith, framed, startTestStore, type TestStore } from './testing/test-store.ts';

let store: TestStore;
let gate: GovernedEcho;
let caller: ClientHttp2Session;
before(async () => {
  store = await startTestStore();
  gate = await governEcho(store.url, { requestBytes: 2 ** 20 });
  caller = await openCaller(gate.url);
});
after(async () => {
  caller?.destroy();
  await gate?.stop();
  await store?.close();
});

const hello = Buffer.from('hello');

test('a call is answered; decision and notice stand in the trailers', async () => {
  const { head, end, status, body } = await ask(caller, { ...goodHead, ':path': '/test.Echo/Change' });
  assert.equal(status, 0);
  assert.deepEqual(body, framed(hello));
  assert.equal(head['content-type'], 'application/grpc');
  assert.equal(head['vectorgate-decision'], undefined);
  const decision = String(end['vectorgate-decision']);
  assert.match(decision, /^[0-9A-Z]{26}$/);
  assert.equal(
    decodeURIComponent(String(end['vectorgate-notice'])),
    `one word changed. Decision ${decision}.`,
  );
  assert.deepEqual(
    gate.records.slice(-2).map(({ header }) => [header.kind, header.id, header.status]),
    [
      ['intent', decision, undefined],
      ['outcome', decision, 200],
    ],
  );
});

test('who asks is told by our own metadata or the store’s own key; both reach no store', async () => {
  const { 'vectorgate-token': _, ':authority': __, ...bare } = goodHead;
  const head = { ...bare, ':authority': '127.0.0.1:1', 'vectorgate-upstream': echoName.toUpperCase() };
  assert.equal((await ask(caller, head)).status, 16);
  const { status } = await ask(caller, {
    ...head,
    'api-key': 'ana',
    'vectorgate-session': 'kernel-12345678',
  });
  assert.equal(status, 0);
  assert.equal(gate.records.at(-1)!.header.client.session, 'kernel-12345678');
  const sent = Object.keys(store.heads.at(-1)!);
  assert.deepEqual(
    sent.filter((name) => name.startsWith('vectorgate')),
    [],
  );
});

test('refusals are trailers alone, with a text and no status that is tried again', async () => {
  const denied = await ask(caller, { ...goodHead, ':path': '/test.Echo/Forbidden' });
  assert.equal(denied.status, 7);
  assert.match(denied.details, /^VectorGate: .*\n.*Decision [0-9A-Z]{26}\.$/);
  assert.equal(denied.head['grpc-status'], '7');
  assert.match(String(denied.end['vectorgate-decision']), /^[0-9A-Z]{26}$/);
  const unknown = await ask(caller, { ...goodHead, ':authority': 'elsewhere:1' });
  assert.equal(unknown.status, 3);
  assert.match(unknown.details, /no connection is known under the name that was asked for\./);
});

test('invariant 1: heads that could be read in two ways are refused', async () => {
  const heads: readonly OutgoingHttpHeaders[] = [
    ...[
      '',
      '/',
      '*',
      'test.Echo/Say',
      '//test.Echo/Say',
      '/test.Echo//Say',
      '/test.Echo/Say/',
      '/test.Echo/Say?x=1',
      '/test.Echo/Say?',
      '/test.Echo/Say#x',
      '/test.Echo/S%61y',
      '/test%2EEcho/Say',
      '/test.Echo%2FSay',
      '/./test.Echo/Say',
      '/x/../test.Echo/Say',
      '/test.Echo/./Say',
      '/test.Echo/.',
      '/test.Echo/..',
      '/test..Echo/Say',
      '/.test.Echo/Say',
      '/test.Echo./Say',
      '/test.Echo/Say.',
      '/test.Echo/Say;x',
      '/test.Echo\\Say',
      '/test.Echo/Say ',
      ' /test.Echo/Say',
      '/test.Echo/Say%00',
      'http://x/test.Echo/Say',
      '/Say',
      '/a/test.Echo/Say',
      `/test.${'x'.repeat(600)}/Say`,
    ].map((path) => ({ ...goodHead, ':path': path })),
    ...['GET', 'PUT', 'post', 'PRI'].map((method) => ({ ...goodHead, ':method': method })),
    ...[
      'application/grpc+json',
      'application/grpc-web',
      'application/grpc-web+proto',
      'application/grpc; charset=utf-8',
      'application/grpc;',
      'Application/Grpc',
    ].map((type) => ({ ...goodHead, 'content-type': type })),
    { ...goodHead, te: undefined },
    ...['1', 'S', '-1S', '1.5S', '123456789S', '1 S', '1s', '1Sx', '1S, 2S'].map((timeout) => ({
      ...goodHead,
      'grpc-timeout': timeout,
    })),
    ...['deflate', 'br', 'snappy', 'GZIP', 'gzip, identity', ''].map((encoding) => ({
      ...goodHead,
      'grpc-encoding': encoding,
    })),
    { ...goodHead, 'grpc-accept-encoding': 'gzip;q=1' },
    { ...goodHead, 'x-data-bin': 'not base64!' },
    { ...goodHead, host: 'other:1' },
    { ...goodHead, vectorgate_token: 'ana' },
    { ...goodHead, 'content-encoding': 'gzip' },
    ...['x-a', 'vectorgate-token', 'vectorgate-upstream', 'grpc-timeout'].map((name) => ({
      ...goodHead,
      [name]: undefined,
      ...twice(name),
    })),
  ];
  const before = store.heads.length;
  for (const head of heads) {
    const { status, reset } = await ask(caller, clean(head));
    // nghttp2 resets what is no head at all.
    assert.ok(status === 3 || (Number.isNaN(status) && reset !== 0), `${JSON.stringify(head)}: ${status}`);
    if (caller.destroyed || caller.closed) caller = await openCaller(gate.url);
  }
  assert.equal(store.heads.length, before);
});

/** Node writes a list as one line for each; in other letters the second one is another name to it. */
const twice = (name: string): OutgoingHttpHeaders => ({
  [name]: goodHead[name] ?? '1S',
  [name.replace(/^./, (first) => first.toUpperCase())]: goodHead[name] ?? '1S',
});
const clean = (head: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(head).filter(([, value]) => value !== undefined));

test('one message is read, in however many pieces', async () => {
  const bytes = framed(Buffer.alloc(70_000, 'x'));
  const pieces = [
    bytes.subarray(0, 1),
    bytes.subarray(1, 3),
    bytes.subarray(3, 40_000),
    bytes.subarray(40_000),
  ];
  assert.deepEqual((await ask(caller, goodHead, pieces)).body, bytes);
  assert.deepEqual((await ask(caller, goodHead, [framed(new Uint8Array())])).body, framed(new Uint8Array()));
});

test('what is not exactly one message is refused', async () => {
  const before = store.heads.length;
  const bodies: readonly (readonly Uint8Array[])[] = [
    [],
    [Buffer.alloc(0)],
    [framed(hello).subarray(0, 4)],
    [framed(hello).subarray(0, 8)],
    [framed(hello), framed(hello)],
    [framed(hello), Buffer.from('x')],
    [framed(hello, 1)],
    [framed(hello, 2)],
    [framed(hello, 128)],
    [Buffer.from([0, 255, 255, 255, 255, 1])],
    [Buffer.from([0, 0, 16, 0, 1])],
  ];
  for (const [i, body] of bodies.entries()) {
    const { status, details } = await ask(caller, goodHead, body);
    assert.equal(status, 3, `body ${i}`);
    assert.match(details, /^VectorGate: the request was not forwarded: /);
  }
  const { status } = await ask(caller, goodHead, [framed(hello)], { 'x-behind': '1' });
  assert.equal(status, 3);
  assert.equal(store.heads.length, before);
});

test('gzip is read under the limit, and nothing else is', async () => {
  const head = { ...goodHead, 'grpc-encoding': 'gzip' };
  const zipped = gzipSync(hello);
  assert.deepEqual((await ask(caller, head, [framed(zipped, 1)])).body, framed(hello));
  assert.deepEqual((await ask(caller, head, [framed(hello)])).body, framed(hello));
  const before = store.heads.length;
  const bodies = [
    gzipSync(Buffer.alloc(2 ** 20 + 1)),
    gzipSync(Buffer.alloc(2 ** 26)),
    zipped.subarray(0, -1),
    Buffer.concat([zipped, Buffer.from('x')]),
    deflateSync(hello),
    Buffer.alloc(0),
    hello,
  ];
  for (const [i, body] of bodies.entries())
    assert.equal((await ask(caller, head, [framed(body, 1)])).status, 3, `body ${i}`);
  assert.equal(store.heads.length, before);
});

test('a deadline ends a read at the store, and its caller is told', async () => {
  const calm = store.behave;
  const reset = new Promise<number>((resolve) => {
    store.behave = (stream) => stream.once('close', () => resolve(stream.rstCode));
  });
  const started = performance.now();
  const { status } = await ask(caller, { ...goodHead, 'grpc-timeout': '200m' });
  assert.equal(status, 4);
  assert.ok(performance.now() - started < 2_000);
  assert.equal(await reset, 8);
  store.behave = calm;
  await pause(20);
  assert.equal(gate.records.at(-1)!.header.decision.code, 'caller-left');
});

test('a change that is under way is seen to its end, whoever leaves', async () => {
  const calm = store.behave;
  store.behave = (stream, _head, body) => {
    setTimeout(() => answerWith(stream, body), 300);
  };
  const head = { ...goodHead, ':path': '/test.Echo/Change', 'grpc-timeout': '100m' };
  assert.equal((await ask(caller, head)).status, 4);
  await pause(400);
  const last = gate.records.at(-1)!.header;
  assert.deepEqual([last.kind, last.outcome], ['outcome', 'delivered']);
  store.behave = calm;
});

test('an error of the store’s comes through with its metadata', async () => {
  const calm = store.behave;
  store.behave = (stream) =>
    answerWith(stream, Buffer.alloc(0), {
      'grpc-status': '8',
      'grpc-message': 'slow down',
      'retry-after': '2',
    });
  const { status, details, head } = await ask(caller);
  assert.deepEqual([status, details, head['retry-after']], [8, 'slow down', '2']);
  store.behave = calm;
});
