import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ask, goodHead, openCaller } from '../../gateway/src/engines/grpc/testing/call-gate.ts';
import {
  echoName,
  type GovernedEcho,
  governEcho,
} from '../../gateway/src/engines/grpc/testing/governed-echo.ts';
import {
  answerWith,
  framed,
  startTestStore,
  type TestStore,
} from '../../gateway/src/engines/grpc/testing/test-store.ts';
import { until } from '../harness/until.ts';
import { type Attack, tryAll } from './attack-table.ts';
import {
  ack,
  block,
  endHeaders,
  endStream,
  frame,
  frameType,
  openRaw,
  preface,
  type RawSession,
  uint32,
} from './raw-http2.ts';

let store: TestStore;
let gate: GovernedEcho;
before(async () => {
  store = await startTestStore();
  // What says so is not answered.
  store.behave = (stream, _headers, body) => {
    if (body.subarray(5).toString() !== 'wait') answerWith(stream, body);
  };
  gate = await governEcho(store.url, { requestBytes: 2 ** 24 });
});
after(async () => {
  await gate?.stop();
  await store?.close();
});

const goodFields: readonly (readonly [string, string])[] = [
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', '/test.Echo/Say'],
  [':authority', echoName],
  ['content-type', 'application/grpc'],
  ['te', 'trailers'],
  ['vectorgate-token', 'ana'],
];
const head = (stream: number, flags = endHeaders, fields = goodFields): Buffer =>
  frame(frameType.headers, flags, stream, block(fields));
const body = (stream: number, text = 'hello', flags = endStream): Buffer =>
  frame(frameType.data, flags, stream, framed(Buffer.from(text)));
const call = (stream: number, text?: string): Buffer => Buffer.concat([head(stream), body(stream, text)]);

/** What must be true of the gate after each attack: it answers others, and keeps nothing. */
async function stillWell(before: { readonly heads: number; readonly memory: number }): Promise<string[]> {
  const wrong: string[] = [];
  const caller = await openCaller(gate.url);
  const started = performance.now();
  if ((await ask(caller)).status !== 0) wrong.push('another caller was not answered');
  if (performance.now() - started > 5_000) wrong.push('another caller waited');
  caller.destroy();
  await until('sockets are closed', async () => (await gate.connections()) === 0, 10).catch(() =>
    wrong.push('sockets are left'),
  );
  if (gate.memory.answers.bytes !== 0) wrong.push(`${gate.memory.answers.bytes} bytes of answers are left`);
  const more = (process.memoryUsage.rss() - before.memory) / 2 ** 20;
  if (more > 700) wrong.push(`${more.toFixed(0)} MiB more`);
  return wrong;
}

/** `run` says what became of it and throws when the gate did what it should not. */
const attack = (name: string, run: () => Promise<string>): Attack => ({
  name,
  run: async () => {
    const before = { heads: store.heads.length, memory: process.memoryUsage.rss() };
    let became: string;
    const wrong: string[] = [];
    try {
      became = await run();
    } catch (error) {
      became = error instanceof Error ? error.message : String(error);
      wrong.push(became);
    }
    wrong.push(...(await stillWell(before)));
    return { passed: wrong.length > 0, seen: wrong.length > 0 ? wrong.join('; ') : became };
  },
});

/** Sends these bytes over a raw session; nothing of it may reach the store, and it ends refused, reset or closed. */
const refused = (name: string, bytes: () => Uint8Array): Attack =>
  attack(name, async () => {
    const before = store.heads.length;
    const session = await openRaw(gate.port);
    try {
      await session.write(bytes());
      await until('it ends', () => session.closed || ended(session) !== undefined, 5);
      return ended(session) ?? 'closed';
    } finally {
      session.socket.destroy();
      assert.equal(store.heads.length, before, 'it reached the store');
    }
  });

/** How a session or its first request ended, without an answer. */
function ended(session: RawSession): string | undefined {
  if (session.goaway() !== undefined) return `connection ended, error ${session.goaway()}`;
  const reset = session.reset(1);
  if (reset !== undefined && reset !== 0) return `reset, error ${reset}`;
  const answer = session.seen.find(({ type, stream }) => type === frameType.headers && stream === 1);
  if (answer === undefined) return undefined;
  // A refusal of gRPC's is trailers alone; one of plain HTTP's has another status than 200, entry 8 of HPACK's table.
  assert.ok((answer.flags & endStream) !== 0 || answer.payload[0] !== 0x88, 'it was answered');
  return 'refused';
}

/** Writes these bytes until the gate ends the connection; at most so often. */
async function flood(bytes: (i: number) => Uint8Array, most: number, first?: Uint8Array): Promise<string> {
  const session = await openRaw(gate.port, first);
  for (let i = 0; i < most; i++) if (!(await session.write(bytes(i)))) break;
  for (let i = 0; i < 100 && !session.closed; i++) await pause(20);
  const { closed } = session;
  const code = session.goaway();
  session.socket.destroy();
  assert.ok(closed, 'the connection was left open');
  return `closed, error ${code}`;
}

test('invariant 1: frames and heads that could be read in two ways', async (context) => {
  const field = (name: string, value: string): readonly (readonly [string, string])[] => [
    ...goodFields,
    [name, value],
  ];
  const without = (name: string): readonly (readonly [string, string])[] =>
    goodFields.filter(([each]) => each !== name);
  const withHead = (name: string, fields: readonly (readonly [string, string])[]): Attack =>
    refused(name, () => Buffer.concat([head(1, endHeaders, fields), body(1)]));
  const message = framed(Buffer.from('hello'));
  const withBody = (name: string, ...frames: readonly Uint8Array[]): Attack =>
    refused(name, () => Buffer.concat([head(1), ...frames]));
  await tryAll(context, 'gRPC: one request is one request', [
    ...goodFields.map(([name, value]) => withHead(`${name} twice`, field(name, value))),
    ...[':protocol', ':status', ':x'].map((name) => withHead(`pseudo-header ${name}`, field(name, 'x'))),
    ...[':method', ':path', ':scheme'].map((name) => withHead(`no ${name}`, without(name))),
    withHead('no te', without('te')),
    withHead('pseudo-header behind a plain one', [['x-a', 'b'], ...goodFields]),
    withHead('a name in capitals', field('X-A', 'b')),
    // nghttp2 leaves such a line out: nobody sees it.
    ...(
      [
        ['x a', 'b'],
        ['', 'b'],
        ['x-a', 'b\r\nvectorgate-token: omar'],
        ['x-a', 'b\0'],
      ] as const
    ).map(([name, value]) =>
      attack(`the line ${JSON.stringify(`${name}: ${value}`)}`, async () => {
        const session = await openRaw(gate.port);
        await session.write(Buffer.concat([head(1, endHeaders, field(name, value)), body(1)]));
        await until(
          'it is answered',
          () => session.closed || session.seen.some(({ stream }) => stream === 1),
          5,
        );
        session.socket.destroy();
        assert.ok(
          store.heads.every((each) => each[name] === undefined),
          'it reached the store',
        );
        return 'left out';
      }),
    ),
    withHead('host and authority differ', field('host', 'other:1')),
    withHead('host twice', [...field('host', echoName), ['host', echoName]]),
    ...(
      [
        ['connection', 'te'],
        ['transfer-encoding', 'chunked'],
        ['upgrade', 'h2c'],
        ['keep-alive', '1'],
        ['proxy-connection', 'close'],
        ['content-length', '9'],
        ['content-length', '11'],
        ['content-length', '-1'],
        ['content-length', 'x'],
        ['vectorgate_token', 'omar'],
        ['vectorgate-token', 'omar'],
        ['grpc-encoding', 'deflate'],
        ['content-encoding', 'gzip'],
      ] as const
    ).map(([name, value]) => withHead(`${name}: ${value}`, field(name, value))),
    withHead('te: gzip', [...without('te'), ['te', 'gzip']]),
    withHead('content-length twice', [...field('content-length', '10'), ['content-length', '10']]),
    refused('CONNECT', () =>
      head(1, endHeaders, [
        [':method', 'CONNECT'],
        [':authority', echoName],
        ['vectorgate-token', 'ana'],
      ]),
    ),
    withBody('two messages', frame(frameType.data, endStream, 1, Buffer.concat([message, message]))),
    withBody(
      'two messages in two frames',
      frame(frameType.data, 0, 1, message),
      frame(frameType.data, endStream, 1, message),
    ),
    withBody('no message', frame(frameType.data, endStream, 1)),
    refused('no body', () => head(1, endHeaders | endStream)),
    withBody('a length past the end', frame(frameType.data, endStream, 1, Buffer.from([0, 0, 0, 0, 9, 1]))),
    withBody('a length of 4 GiB', frame(frameType.data, 0, 1, Buffer.from([0, 255, 255, 255, 255]))),
    withBody('compressed, without saying how', frame(frameType.data, endStream, 1, framed(gzipSync('x'), 1))),
    withBody('an unknown flag', frame(frameType.data, endStream, 1, framed(Buffer.from('x'), 3))),
    withBody(
      'trailers behind the message',
      frame(frameType.data, 0, 1, message),
      head(1, endHeaders | endStream, [['x-a', 'b']]),
    ),
    withBody(
      'trailers that hold a token',
      frame(frameType.data, 0, 1, message),
      head(1, endHeaders | endStream, [['vectorgate-token', 'ana']]),
    ),
    withBody(
      'pseudo-headers in trailers',
      frame(frameType.data, 0, 1, message),
      head(1, endHeaders | endStream, [[':path', '/x']]),
    ),
    withBody(
      'trailers that are not the end',
      frame(frameType.data, 0, 1, message),
      head(1, endHeaders, [['x-a', 'b']]),
    ),
    refused('DATA before HEADERS', () => body(1)),
    refused('DATA of the connection', () => body(0)),
    refused('an even stream', () => call(2)),
    refused('a frame longer than allowed', () => frame(frameType.data, 0, 1, Buffer.alloc(100_000))),
    refused('padding longer than the frame', () =>
      Buffer.concat([
        head(1),
        frame(frameType.data, 8 | endStream, 1, Buffer.concat([Buffer.from([200]), message])),
      ]),
    ),
    refused('CONTINUATION of nothing', () => frame(frameType.continuation, endHeaders, 1, block(goodFields))),
    refused('another frame within a head', () =>
      Buffer.concat([
        frame(frameType.headers, 0, 1, block(goodFields)),
        frame(frameType.ping, 0, 0, Buffer.alloc(8)),
      ]),
    ),
    refused('a push of the client’s', () =>
      frame(frameType.push, endHeaders, 1, Buffer.concat([uint32(2), block(goodFields)])),
    ),
    refused('an index without entry', () =>
      frame(frameType.headers, endHeaders | endStream, 1, Buffer.from([0xff, 0xff, 0xff, 0x0f])),
    ),
    refused('settings of a wrong length', () => frame(frameType.settings, 0, 0, Buffer.alloc(5))),
    refused('settings with a stream', () => frame(frameType.settings, 0, 1)),
    refused('a window above the limit', () =>
      Buffer.concat([
        frame(frameType.window, 0, 0, uint32(0x7fffffff)),
        frame(frameType.window, 0, 0, uint32(0x7fffffff)),
      ]),
    ),
    refused('a window of nothing', () => frame(frameType.window, 0, 0, uint32(0))),
  ]);
});

test('floods of one connection end it, and others are answered', async (context) => {
  const ping = frame(frameType.ping, 0, 0, Buffer.alloc(8));
  const many = (bytes: Buffer): Buffer => Buffer.concat(Array.from({ length: 100 }, () => bytes));
  const idOf = (i: number): number => 1 + 2 * i;
  await tryAll(context, 'HTTP/2: memory stays bounded and others are answered', [
    attack('rapid reset: requests that are reset at once', () =>
      flood(
        (i) => Buffer.concat([call(idOf(i), 'wait'), frame(frameType.reset, 0, idOf(i), uint32(8))]),
        50_000,
      ),
    ),
    attack('heads that are reset at once', () =>
      flood((i) => Buffer.concat([head(idOf(i)), frame(frameType.reset, 0, idOf(i), uint32(8))]), 50_000),
    ),
    attack('requests that make the gate reset them', () =>
      flood((i) => Buffer.concat([head(idOf(i)), frame(frameType.window, 0, idOf(i), uint32(0))]), 50_000),
    ),
    attack('pings', () => flood(() => many(ping), 1_000)),
    attack('answers to pings that nobody sent', () =>
      flood(() => many(frame(frameType.ping, ack, 0, Buffer.alloc(8))), 1_000),
    ),
    attack('settings', () => flood(() => many(frame(frameType.settings, 0, 0)), 1_000)),
    attack('a hundred settings at a time', () =>
      flood(
        () =>
          frame(
            frameType.settings,
            0,
            0,
            Buffer.concat(Array.from({ length: 100 }, () => Buffer.from([0, 4, 0, 0, 255, 255]))),
          ),
        10,
      ),
    ),
    attack('CONTINUATION without end', () =>
      flood(
        (i) =>
          i === 0
            ? frame(frameType.headers, 0, 1, block(goodFields))
            : frame(frameType.continuation, 0, 1, block([[`x-${i}`, 'a'.repeat(1_000)]])),
        20_000,
      ),
    ),
    attack('empty CONTINUATION without end', () =>
      flood(
        (i) =>
          i === 0 ? frame(frameType.headers, 0, 1, block(goodFields)) : frame(frameType.continuation, 0, 1),
        20_000,
      ),
    ),
    attack('empty DATA without end', () =>
      flood((i) => (i === 0 ? head(1) : many(frame(frameType.data, 0, 1))), 5_000),
    ),
    attack('a head of 2 MiB', () =>
      flood(
        (i) =>
          i === 0
            ? frame(frameType.headers, 0, 1, block(goodFields))
            : frame(
                frameType.continuation,
                i === 130 ? endHeaders : 0,
                1,
                block([[`x-${i}`, 'a'.repeat(16_000)]]),
              ),
        131,
      ),
    ),
    attack('the bomb of HPACK: an entry of the table, again and again', async () => {
      const before = store.heads.length;
      const entry = Buffer.concat([Buffer.from([0x40]), block([['x', 'a'.repeat(4_000)]]).subarray(1)]);
      const bomb = (stream: number): Buffer =>
        frame(
          frameType.headers,
          endHeaders | endStream,
          stream,
          Buffer.concat([block(goodFields), ...(stream === 1 ? [entry] : []), Buffer.alloc(10_000, 0xbe)]),
        );
      const session = await openRaw(gate.port);
      for (let i = 0; i < 200; i++) if (!(await session.write(bomb(idOf(i))))) break;
      await pause(300);
      session.socket.destroy();
      assert.equal(store.heads.length, before);
      return session.closed ? `closed, error ${session.goaway()}` : 'refused';
    }),
    attack('500 heads of 100 lines', async () => {
      const caller = await openCaller(gate.url);
      const lines = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x-${i}`, 'b']));
      const replies = await Promise.all(
        Array.from({ length: 500 }, () => ask(caller, { ...goodHead, ...lines })),
      );
      const statuses = new Set(replies.map(({ status }) => status));
      caller.destroy();
      assert.deepEqual([...statuses], [0]);
      return 'answered';
    }),
    attack('500 connections that say a part of the preface', async () => {
      const sessions = await Promise.all(
        Array.from({ length: 500 }, (_, i) => openRaw(gate.port, preface.subarray(0, i % 24))),
      );
      await pause(500);
      const open = await gate.connections();
      for (const { socket } of sessions) socket.destroy();
      return `${open} open`;
    }),
    attack('500 sessions without a request', async () => {
      const sessions = await Promise.all(Array.from({ length: 500 }, () => openRaw(gate.port)));
      await pause(500);
      const open = await gate.connections();
      for (const { socket } of sessions) socket.destroy();
      return `${open} open`;
    }),
  ]);
});

test('bodies and answers', async (context) => {
  const calm = store.behave;
  await tryAll(context, 'gRPC: memory stays bounded and others are answered', [
    attack('a bomb of gzip: 16 MiB that become 16 GiB', async () => {
      const zipped = gzipSync(gzipSync(Buffer.alloc(2 ** 28)));
      const head = { ...goodHead, 'grpc-encoding': 'gzip' };
      const caller = await openCaller(gate.url);
      const bombs = await Promise.all([
        ...Array.from({ length: 20 }, () => ask(caller, head, [framed(gzipSync(Buffer.alloc(2 ** 25)), 1)])),
        ask(caller, head, [framed(zipped, 1)]),
      ]);
      caller.destroy();
      assert.deepEqual(
        bombs.slice(0, 20).map(({ status }) => status),
        Array.from({ length: 20 }, () => 3),
      );
      return `refused: ${bombs[0]!.details.split('\n')[0]}`;
    }),
    attack('2,000 bodies announced and not sent', async () => {
      const sessions = await Promise.all(Array.from({ length: 20 }, () => openRaw(gate.port)));
      for (const session of sessions) {
        for (let i = 0; i < 100; i++)
          await session.write(
            Buffer.concat([
              head(1 + 2 * i),
              frame(frameType.data, 0, 1 + 2 * i, Buffer.from([0, 0, 255, 0, 0])),
            ]),
          );
      }
      await pause(500);
      for (const { socket } of sessions) socket.destroy();
      return 'held';
    }),
    attack('bodies a byte at a time', async () => {
      const session = await openRaw(gate.port);
      for (let i = 0; i < 50; i++) await session.write(head(1 + 2 * i));
      for (let n = 0; n < 200; n++)
        for (let i = 0; i < 50; i++)
          await session.write(frame(frameType.data, 0, 1 + 2 * i, Buffer.from([n === 3 ? 1 : 0])));
      session.socket.destroy();
      return 'read';
    }),
    attack('60 callers that stop reading an answer of 10 MB', async () => {
      const sessions = await Promise.all(Array.from({ length: 60 }, () => openRaw(gate.port)));
      const large = Buffer.alloc(10_000_000, 'x');
      store.behave = (stream) => answerWith(stream, framed(large));
      for (const session of sessions) {
        session.socket.pause();
        await session.write(call(1));
      }
      await until('answers wait', () => gate.memory.answers.bytes > 100_000_000, 10);
      const waiting = gate.memory.answers.bytes;
      assert.ok(waiting <= 512 * 2 ** 20, `${waiting} bytes wait`);
      for (const { socket } of sessions) socket.destroy();
      store.behave = calm;
      return `${(waiting / 2 ** 20).toFixed(0)} MiB waited`;
    }),
    attack('a window of nothing for the answer', async () => {
      const settings = Buffer.concat([
        preface.subarray(0, 24),
        frame(frameType.settings, 0, 0, Buffer.from([0, 4, 0, 0, 0, 0])),
      ]);
      const session = await openRaw(gate.port, settings);
      for (let i = 0; i < 100; i++) await session.write(call(1 + 2 * i, 'x'.repeat(5_000)));
      await pause(500);
      const waiting = gate.memory.answers.bytes;
      assert.ok(waiting > 0 && waiting <= 100 * 5_000, `${waiting} bytes wait`);
      session.socket.destroy();
      return `${waiting} bytes waited`;
    }),
    // The gate waits a minute before it gives such a caller up.
    ...(process.env.VECTORGATE_TEST_DEEP === '1'
      ? [
          attack('answers that nobody takes are given up', async () => {
            const session = await openRaw(gate.port);
            const large = Buffer.alloc(1_000_000, 'x');
            store.behave = (stream) => answerWith(stream, framed(large));
            for (let i = 0; i < 20; i++) await session.write(call(1 + 2 * i));
            await until('answers wait', () => gate.memory.answers.bytes > 10_000_000, 10);
            await until('they are given up', () => gate.memory.answers.bytes === 0, 90);
            session.socket.destroy();
            store.behave = calm;
            return 'given up';
          }),
        ]
      : []),
    attack('a store that reads slowly and one that answers slowly', async () => {
      store.behave = (stream, _headers, body) => {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        let at = 0;
        const timer = setInterval(() => {
          if (stream.destroyed) return clearInterval(timer);
          stream.write(body.subarray(at, at + 100_000));
          at += 100_000;
          if (at < body.length) return;
          clearInterval(timer);
          stream.end();
        }, 10);
      };
      const caller = await openCaller(gate.url);
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => ask(caller, goodHead, [framed(Buffer.alloc(3_000_000, 'x'))])),
      );
      caller.destroy();
      store.behave = calm;
      assert.ok(replies.every(({ status, body }) => status === 0 && body.length === 3_000_005));
      return 'answered';
    }),
  ]);
  store.behave = calm;
});

test('1,000 cancelled calls leave nothing behind', async () => {
  await gate.upstream.send(
    { service: 'test.Echo', method: 'Say', metadata: {}, message: new Uint8Array() },
    undefined,
  );
  for (let wave = 0; wave < 10; wave++) {
    const caller = connect(gate.url);
    caller.on('error', () => {});
    const streams = Array.from({ length: 100 }, (_, i) => {
      const stream = caller.request({ ...goodHead, ...(i % 3 === 0 && { 'grpc-timeout': '50m' }) });
      stream.on('error', () => {});
      if (i % 4 === 0) stream.write(framed(Buffer.from('wait')).subarray(0, 7));
      else stream.end(framed(Buffer.from('wait')));
      return stream;
    });
    await pause(wave * 10);
    for (const stream of streams) stream.close(8);
    await Promise.all(
      streams.map((stream) => stream.destroyed || new Promise((done) => stream.once('close', done))),
    );
    assert.equal((await ask(caller)).status, 0);
    caller.destroy();
  }
  await until('callers are gone', async () => (await gate.connections()) === 0);
  assert.ok(store.sessions.size <= 8, `${store.sessions.size} sessions with the store`);
  assert.equal(gate.memory.answers.bytes, 0);
  // All of the room for requests is there again.
  const room = gate.memory.requests.room();
  for (let i = 0; i < 440; i++) room.take(2 ** 20);
  room.giveBack();
});
