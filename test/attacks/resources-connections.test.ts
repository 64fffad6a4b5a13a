import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../harness/until.ts';
import { tryAll } from './attack-table.ts';
import { headOf, openCaller, requestOf } from './gate-callers.ts';
import { openSockets } from './gate-process-state.ts';
import { records, response } from './hostile-store.ts';
import { inParallel } from './in-parallel.ts';
import { readReplies } from './raw-replies.ts';
import { type ResourcesWorld, startResourcesWorld } from './resources-world.ts';
import { callerLines } from './tapped-world.ts';

const deep = process.env.VECTORGATE_TEST_DEEP === '1';
/** Connections that are held at a time: both ends need a descriptor for each. */
const idle = deep ? 10_500 : 2_000;

let world: ResourcesWorld;
before(async () => {
  world = await startResourcesWorld();
});
after(() => world?.close());

/** Opens so many connections, does something with them and closes them all. */
async function holding(count: number, use: (sockets: Socket[]) => Promise<string>): Promise<string> {
  const sockets = await inParallel(50, Array.from({ length: count }), () => openCaller(world.url));
  try {
    return await use(sockets);
  } finally {
    for (const socket of sockets) socket.destroy();
    await pause(200);
  }
}

/** Writes these bytes one by one, every 20 ms, for a second and a half. */
async function drip(sockets: readonly Socket[], text: string): Promise<string> {
  for (let i = 0; i < 75; i++) {
    for (const socket of sockets) if (!socket.destroyed) socket.write(text[i % text.length]!);
    await pause(20);
  }
  return `${sockets.filter((socket) => !socket.destroyed).length} of ${sockets.length} still open`;
}

/** Sends requests over one connection, many at once, and returns the sum of their statuses. */
async function flood(socket: Socket, requests: readonly string[]): Promise<string> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (let i = 0; i < requests.length; i += 100) {
    if (socket.destroyed) break;
    if (!socket.write(requests.slice(i, i + 100).join('')))
      await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
  }
  const answers = (): number => text.split('HTTP/1.1 ').length - 1;
  for (
    let silent = 0, before = -1;
    silent < 150 && !socket.destroyed && answers() < requests.length;
    silent++
  ) {
    if (text.length !== before) silent = 0;
    before = text.length;
    await pause(100);
  }
  const kinds = Map.groupBy(readReplies(text, false).replies, ({ status }) => status);
  return [...kinds].map(([status, { length }]) => `${length} × ${status}`).join(', ') || 'closed';
}

/** Spreads requests over ten connections. */
async function floods(requests: readonly string[], allowed: RegExp): Promise<string> {
  const share = Math.ceil(requests.length / 10);
  return holding(10, async (sockets) => {
    const sums = await Promise.all(
      sockets.map((socket, i) => flood(socket, requests.slice(i * share, (i + 1) * share))),
    );
    const other = sums.find((sum) => !allowed.test(sum));
    assert.equal(other, undefined, `answered with ${other}`);
    return `each of ten connections: ${sums[0]}`;
  });
}

const many = deep ? 50_000 : 3_000;
const plain = (lines: string): string => `GET /api/v2/version HTTP/1.1\r\n${lines}\r\n`;
const large = records(
  Array.from({ length: 100_000 }, (_, i) => `a record with a rather longer id, number ${i}`),
);

test('connections that cost the caller little', async (context) => {
  const get = `${world.path}/get`;
  await tryAll(context, 'Connections: memory stays bounded and others are answered', [
    world.attack(`${idle} connections that say nothing`, () =>
      holding(idle, async () => {
        await pause(1_500);
        return `${await openSockets(world.pid)} sockets open in the gate`;
      }),
    ),
    world.attack(`${idle} connections between two requests`, () =>
      holding(idle, async (sockets) => {
        for (const socket of sockets) socket.write(plain(callerLines(world.owner)));
        await pause(1_500);
        return `${await openSockets(world.pid)} sockets open in the gate`;
      }),
    ),
    world.attack('500 heads, a byte at a time', () =>
      holding(500, (sockets) => drip(sockets, headOf(world.owner, 'POST', get))),
    ),
    world.attack('500 bodies, a byte at a time', () =>
      holding(500, async (sockets) => {
        for (const socket of sockets) socket.write(headOf(world.owner, 'POST', get, 60_000_000));
        return drip(sockets, ' ');
      }),
    ),
    world.attack('500 bodies in chunks of a byte', () =>
      holding(500, async (sockets) => {
        for (const socket of sockets)
          socket.write(`${headOf(world.owner, 'POST', get)}Transfer-Encoding: chunked\r\n\r\n`);
        return drip(sockets, '1\r\n \r\n');
      }),
    ),
    world.attack('20 bodies of 200,000 chunks of a byte', () =>
      holding(20, async (sockets) => {
        for (const socket of sockets)
          socket.write(
            `${headOf(world.owner, 'POST', get)}Transfer-Encoding: chunked\r\n\r\n${'1\r\n \r\n'.repeat(200_000)}`,
          );
        await pause(1_500);
        return 'sent';
      }),
    ),
    world.attack('100 bodies of 60 MB announced and not sent', () =>
      holding(100, async (sockets) => {
        for (const socket of sockets) socket.write(headOf(world.owner, 'POST', get, 60_000_000));
        await pause(1_500);
        return 'held';
      }),
    ),
    world.attack('200 heads of 2,000 lines', () =>
      holding(200, async (sockets) => {
        const head = `${headOf(world.owner, 'POST', get)}${'X-A: b\r\n'.repeat(2_000)}\r\n`;
        const sums = await Promise.all(sockets.map((socket) => flood(socket, [head])));
        assert.ok(
          sums.every((sum) => /^(1 × 4\d\d|closed)$/.test(sum)),
          sums.join(' '),
        );
        return `each: ${sums[0]}`;
      }),
    ),
    world.attack('100 heads of 2 MB', () =>
      holding(100, async (sockets) => {
        const head = `${headOf(world.owner, 'POST', get)}X-A: ${'a'.repeat(2_000_000)}\r\n\r\n`;
        const sums = await Promise.all(sockets.map((socket) => flood(socket, [head])));
        assert.ok(
          sums.every((sum) => /^(1 × 4\d\d|closed)$/.test(sum)),
          sums.join(' '),
        );
        return `each: ${sums[0]}`;
      }),
    ),
    world.attack('50 trailers without end', () =>
      holding(50, async (sockets) => {
        const begin = `${headOf(world.owner, 'POST', get)}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n`;
        const sums = await Promise.all(
          sockets.map((socket) => flood(socket, [begin, `${'X-A: b\r\n'.repeat(100_000)}\r\n`])),
        );
        assert.ok(
          sums.every((sum) => /^(1 × 4\d\d|closed)$/.test(sum)),
          sums.join(' '),
        );
        return `each: ${sums[0]}`;
      }),
    ),
    world.attack('extensions of chunks without end', () =>
      holding(50, async (sockets) => {
        const begin = `${headOf(world.owner, 'POST', get)}Transfer-Encoding: chunked\r\n\r\n`;
        const sums = await Promise.all(
          sockets.map((socket) => flood(socket, [begin, `1;${'a'.repeat(1_000_000)}\r\n \r\n`])),
        );
        assert.ok(
          sums.every((sum) => /^(1 × 4\d\d|closed)$/.test(sum)),
          sums.join(' '),
        );
        return `each: ${sums[0]}`;
      }),
    ),
    world.attack(`${many} unknown hosts`, () =>
      floods(
        Array.from({ length: many }, (_, i) => plain(`Host: host-${i}\r\n`)),
        /^\d+ × 421$/,
      ),
    ),
    world.attack(`${many} different rejected tokens`, () => {
      const [head = '', body = '', signature = ''] = world.owner.split('.');
      return floods(
        Array.from({ length: many }, (_, i) =>
          plain(
            callerLines(
              `${head}.${body}.${Buffer.from(`${i}`.padStart(8)).toString('base64url')}${signature.slice(11)}`,
            ),
          ),
        ),
        /^\d+ × 401$/,
      );
    }),
    world.attack(`${many} different tokens that are none`, () =>
      floods(
        Array.from({ length: many }, (_, i) => plain(callerLines(`token-${i}`))),
        /^\d+ × 401$/,
      ),
    ),
    world.attack('2,000 sessions of one caller', () =>
      floods(
        Array.from({ length: 2_000 }, (_, i) =>
          plain(`${callerLines(world.owner)}Vectorgate-Session: session-number-${i}\r\n`),
        ),
        /^\d+ × 200$/,
      ),
    ),
    world.attack('5,000 requests at once, no answer read', () =>
      holding(5, async (sockets) => {
        for (const socket of sockets) {
          socket.pause();
          socket.write(plain(callerLines(world.owner)).repeat(1_000));
        }
        await pause(1_500);
        return 'sent';
      }),
    ),
    world.attack('3,000 callers that come and go', async () => {
      await inParallel(100, Array.from({ length: 3_000 }), async (_, i) => {
        const socket = await openCaller(world.url);
        if (i % 2 === 0) socket.resetAndDestroy();
        else socket.destroy();
      });
      return 'gone';
    }),
    world.attack('60 callers that stop reading an answer of 5 MB', () =>
      holding(60, async (sockets) => {
        world.store.behave = (_, socket) => void socket.write(response(large));
        for (const socket of sockets) {
          socket.pause();
          socket.write(requestOf(world.reader, get, '{"ids":["a"]}'));
        }
        await pause(1_500);
        return 'held';
      }),
    ),
    // The gate waits a minute before it gives such a caller up.
    ...(deep
      ? [
          world.attack('20 callers that never read on are cut', () =>
            holding(20, async (sockets) => {
              const before = await openSockets(world.pid);
              for (const socket of sockets) {
                socket.pause();
                socket.write(requestOf(world.reader, get, '{"ids":["a"]}'));
              }
              await until('they are cut', async () => (await openSockets(world.pid)) <= before - 20, 90);
              return 'cut';
            }),
          ),
        ]
      : []),
    world.attack('20 callers that read 64 KB at a time', () =>
      holding(20, async (sockets) => {
        let got = 0;
        for (const socket of sockets) {
          socket.on('data', (chunk) => {
            got += chunk.length;
            socket.pause();
            setTimeout(() => socket.resume(), 20);
          });
          socket.write(requestOf(world.reader, get, '{"ids":["a"]}'));
        }
        await pause(1_000);
        await until('they get some of it', () => got > 0, 20);
        return `${(got / 2 ** 20).toFixed(0)} MiB read`;
      }),
    ),
  ]);
});
