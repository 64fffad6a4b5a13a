import assert from 'node:assert/strict';
import { connect } from 'node:http2';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ask, goodHead, openCaller } from '../../gateway/src/engines/grpc/testing/call-gate.ts';
import { answerWith, framed } from '../../gateway/src/engines/grpc/testing/test-store.ts';
import { until } from '../harness/until.ts';
import { tryAll } from './attack-table.ts';
import { call, type EchoUnderAttack, goodFields, head, startEchoUnderAttack } from './echo-under-attack.ts';
import {
  ack,
  block,
  endHeaders,
  endStream,
  frame,
  frameType,
  openRaw,
  preface,
  uint32,
} from './raw-http2.ts';

let world: EchoUnderAttack;
before(async () => {
  world = await startEchoUnderAttack();
});
after(() => world?.close());

/** Writes these bytes until the gate ends the connection; at most so often. */
async function flood(bytes: (i: number) => Uint8Array, most: number, first?: Uint8Array): Promise<string> {
  const session = await openRaw(world.gate.port, first);
  for (let i = 0; i < most; i++) if (!(await session.write(bytes(i)))) break;
  for (let i = 0; i < 100 && !session.closed; i++) await pause(20);
  const { closed } = session;
  const code = session.goaway();
  session.socket.destroy();
  assert.ok(closed, 'the connection was left open');
  return `closed, error ${code}`;
}

test('floods of one connection end it, and others are answered', async (context) => {
  const ping = frame(frameType.ping, 0, 0, Buffer.alloc(8));
  const many = (bytes: Buffer): Buffer => Buffer.concat(Array.from({ length: 100 }, () => bytes));
  const idOf = (i: number): number => 1 + 2 * i;
  await tryAll(context, 'HTTP/2: memory stays bounded and others are answered', [
    world.attack('rapid reset: requests that are reset at once', () =>
      flood(
        (i) => Buffer.concat([call(idOf(i), 'wait'), frame(frameType.reset, 0, idOf(i), uint32(8))]),
        50_000,
      ),
    ),
    world.attack('heads that are reset at once', () =>
      flood((i) => Buffer.concat([head(idOf(i)), frame(frameType.reset, 0, idOf(i), uint32(8))]), 50_000),
    ),
    world.attack('requests that make the gate reset them', () =>
      flood((i) => Buffer.concat([head(idOf(i)), frame(frameType.window, 0, idOf(i), uint32(0))]), 50_000),
    ),
    world.attack('pings', () => flood(() => many(ping), 1_000)),
    world.attack('answers to pings that nobody sent', () =>
      flood(() => many(frame(frameType.ping, ack, 0, Buffer.alloc(8))), 1_000),
    ),
    world.attack('settings', () => flood(() => many(frame(frameType.settings, 0, 0)), 1_000)),
    world.attack('a hundred settings at a time', () =>
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
    world.attack('CONTINUATION without end', () =>
      flood(
        (i) =>
          i === 0
            ? frame(frameType.headers, 0, 1, block(goodFields))
            : frame(frameType.continuation, 0, 1, block([[`x-${i}`, 'a'.repeat(1_000)]])),
        20_000,
      ),
    ),
    world.attack('empty CONTINUATION without end', () =>
      flood(
        (i) =>
          i === 0 ? frame(frameType.headers, 0, 1, block(goodFields)) : frame(frameType.continuation, 0, 1),
        20_000,
      ),
    ),
    world.attack('empty DATA without end', () =>
      flood((i) => (i === 0 ? head(1) : many(frame(frameType.data, 0, 1))), 5_000),
    ),
    world.attack('a head of 2 MiB', () =>
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
    world.attack('the bomb of HPACK: an entry of the table, again and again', async () => {
      const before = world.store.heads.length;
      const entry = Buffer.concat([Buffer.from([0x40]), block([['x', 'a'.repeat(4_000)]]).subarray(1)]);
      const bomb = (stream: number): Buffer =>
        frame(
          frameType.headers,
          endHeaders | endStream,
          stream,
          Buffer.concat([block(goodFields), ...(stream === 1 ? [entry] : []), Buffer.alloc(10_000, 0xbe)]),
        );
      const session = await openRaw(world.gate.port);
      for (let i = 0; i < 200; i++) if (!(await session.write(bomb(idOf(i))))) break;
      await pause(300);
      session.socket.destroy();
      assert.equal(world.store.heads.length, before);
      return session.closed ? `closed, error ${session.goaway()}` : 'refused';
    }),
    world.attack('500 heads of 100 lines', async () => {
      const caller = await openCaller(world.gate.url);
      const lines = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`x-${i}`, 'b']));
      const replies = await Promise.all(
        Array.from({ length: 500 }, () => ask(caller, { ...goodHead, ...lines })),
      );
      const statuses = new Set(replies.map(({ status }) => status));
      caller.destroy();
      assert.deepEqual([...statuses], [0]);
      return 'answered';
    }),
    world.attack('500 connections that say a part of the preface', async () => {
      const sessions = await Promise.all(
        Array.from({ length: 500 }, (_, i) => openRaw(world.gate.port, preface.subarray(0, i % 24))),
      );
      await pause(500);
      const open = await world.gate.connections();
      for (const { socket } of sessions) socket.destroy();
      return `${open} open`;
    }),
    world.attack('500 sessions without a request', async () => {
      const sessions = await Promise.all(Array.from({ length: 500 }, () => openRaw(world.gate.port)));
      await pause(500);
      const open = await world.gate.connections();
      for (const { socket } of sessions) socket.destroy();
      return `${open} open`;
    }),
  ]);
});

test('bodies and answers', async (context) => {
  const calm = world.store.behave;
  await tryAll(context, 'gRPC: memory stays bounded and others are answered', [
    world.attack('a bomb of gzip: 16 MiB that become 16 GiB', async () => {
      const zipped = gzipSync(gzipSync(Buffer.alloc(2 ** 28)));
      const head = { ...goodHead, 'grpc-encoding': 'gzip' };
      const caller = await openCaller(world.gate.url);
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
    world.attack('2,000 bodies announced and not sent', async () => {
      const sessions = await Promise.all(Array.from({ length: 20 }, () => openRaw(world.gate.port)));
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
    world.attack('bodies a byte at a time', async () => {
      const session = await openRaw(world.gate.port);
      for (let i = 0; i < 50; i++) await session.write(head(1 + 2 * i));
      for (let n = 0; n < 200; n++)
        for (let i = 0; i < 50; i++)
          await session.write(frame(frameType.data, 0, 1 + 2 * i, Buffer.from([n === 3 ? 1 : 0])));
      session.socket.destroy();
      return 'read';
    }),
    world.attack('60 callers that stop reading an answer of 10 MB', async () => {
      const sessions = await Promise.all(Array.from({ length: 60 }, () => openRaw(world.gate.port)));
      const large = Buffer.alloc(10_000_000, 'x');
      world.store.behave = (stream) => answerWith(stream, framed(large));
      for (const session of sessions) {
        session.socket.pause();
        await session.write(call(1));
      }
      await until('answers wait', () => world.gate.memory.answers.bytes > 100_000_000, 10);
      const waiting = world.gate.memory.answers.bytes;
      assert.ok(waiting <= 512 * 2 ** 20, `${waiting} bytes wait`);
      for (const { socket } of sessions) socket.destroy();
      world.store.behave = calm;
      return `${(waiting / 2 ** 20).toFixed(0)} MiB waited`;
    }),
    world.attack('a window of nothing for the answer', async () => {
      const settings = Buffer.concat([
        preface.subarray(0, 24),
        frame(frameType.settings, 0, 0, Buffer.from([0, 4, 0, 0, 0, 0])),
      ]);
      const session = await openRaw(world.gate.port, settings);
      for (let i = 0; i < 100; i++) await session.write(call(1 + 2 * i, 'x'.repeat(5_000)));
      await pause(500);
      const waiting = world.gate.memory.answers.bytes;
      assert.ok(waiting > 0 && waiting <= 100 * 5_000, `${waiting} bytes wait`);
      session.socket.destroy();
      return `${waiting} bytes waited`;
    }),
    // The gate waits a minute before it gives such a caller up.
    ...(process.env.VECTORGATE_TEST_DEEP === '1'
      ? [
          world.attack('answers that nobody takes are given up', async () => {
            const session = await openRaw(world.gate.port);
            const large = Buffer.alloc(1_000_000, 'x');
            world.store.behave = (stream) => answerWith(stream, framed(large));
            for (let i = 0; i < 20; i++) await session.write(call(1 + 2 * i));
            await until('answers wait', () => world.gate.memory.answers.bytes > 10_000_000, 10);
            await until('they are given up', () => world.gate.memory.answers.bytes === 0, 90);
            session.socket.destroy();
            world.store.behave = calm;
            return 'given up';
          }),
        ]
      : []),
    world.attack('a store that reads slowly and one that answers slowly', async () => {
      world.store.behave = (stream, _headers, body) => {
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
      const caller = await openCaller(world.gate.url);
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => ask(caller, goodHead, [framed(Buffer.alloc(3_000_000, 'x'))])),
      );
      caller.destroy();
      world.store.behave = calm;
      const told = replies.map(({ status, details, body }) => `${status} ${details} ${body.length}`);
      assert.deepEqual(new Set(told), new Set(['0  3000005']));
      return 'answered';
    }),
  ]);
  world.store.behave = calm;
});

test('1,000 cancelled calls leave nothing behind', async () => {
  await world.gate.upstream.send(
    { service: 'test.Echo', method: 'Say', metadata: {}, message: new Uint8Array() },
    undefined,
  );
  for (let wave = 0; wave < 10; wave++) {
    const caller = connect(world.gate.url);
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
  await until('callers are gone', async () => (await world.gate.connections()) === 0);
  assert.ok(world.store.sessions.size <= 8, `${world.store.sessions.size} sessions with the store`);
  assert.equal(world.gate.memory.answers.bytes, 0);
  // All of the room for requests is there again.
  const room = world.gate.memory.requests.room();
  for (let i = 0; i < 440; i++) room.take(2 ** 20);
  room.giveBack();
});
