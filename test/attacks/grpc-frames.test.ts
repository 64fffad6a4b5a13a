import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { echoName } from '../../gateway/src/engines/grpc/testing/governed-echo.ts';
import { framed } from '../../gateway/src/engines/grpc/testing/test-store.ts';
import { until } from '../harness/until.ts';
import { type Attack, tryAll } from './attack-table.ts';
import {
  body,
  call,
  type EchoUnderAttack,
  goodFields,
  head,
  startEchoUnderAttack,
} from './echo-under-attack.ts';
import {
  block,
  endHeaders,
  endStream,
  frame,
  frameType,
  openRaw,
  type RawSession,
  uint32,
} from './raw-http2.ts';

let world: EchoUnderAttack;
before(async () => {
  world = await startEchoUnderAttack();
});
after(() => world?.close());

/** Sends these bytes over a raw session; nothing of it may reach the store, and it ends refused, reset or closed. */
const refused = (name: string, bytes: () => Uint8Array): Attack =>
  world.attack(name, async () => {
    const before = world.store.heads.length;
    const session = await openRaw(world.gate.port);
    try {
      await session.write(bytes());
      await until('it ends', () => session.closed || ended(session) !== undefined, 5);
      return ended(session) ?? 'closed';
    } finally {
      session.socket.destroy();
      assert.equal(world.store.heads.length, before, 'it reached the store');
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
      world.attack(`the line ${JSON.stringify(`${name}: ${value}`)}`, async () => {
        const session = await openRaw(world.gate.port);
        await session.write(Buffer.concat([head(1, endHeaders, field(name, value)), body(1)]));
        await until(
          'it is answered',
          () => session.closed || session.seen.some(({ stream }) => stream === 1),
          5,
        );
        session.socket.destroy();
        assert.ok(
          world.store.heads.every((each) => each[name] === undefined),
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
