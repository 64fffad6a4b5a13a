import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Attack, tryAll } from './attack-table.ts';
import { openCaller, requestOf } from './gate-callers.ts';
import { response } from './hostile-store.ts';
import { converse } from './raw-http.ts';
import { type ResourcesWorld, startResourcesWorld } from './resources-world.ts';

let world: ResourcesWorld;
before(async () => {
  world = await startResourcesWorld();
});
after(() => world?.close());

const mebibyte = 2 ** 20;
const head = (lines: string): string => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${lines}\r\n`;
const piece = Buffer.alloc(mebibyte, '[');

/** Writes pieces for as long as the gate takes them, at most so many; returns how many went out. */
async function pour(socket: Socket, most: number, next: () => string | Buffer): Promise<number> {
  let sent = 0;
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  while (sent < most && !socket.destroyed) {
    sent++;
    if (!socket.write(next()))
      await Promise.race([new Promise<void>((resolve) => socket.once('drain', () => resolve())), gone]);
  }
  return sent;
}

const listOf = (text: string, count: number): string => `[${`${text},`.repeat(count - 1)}${text}]`;
const answerOf = (documents: string): string =>
  response(
    `{"ids":["a"],"embeddings":null,"documents":${documents},"uris":null,"metadatas":null,"include":["documents"]}`,
  );

interface Behaviour {
  readonly name: string;
  readonly answer: (socket: Socket) => unknown;
  /** Statuses with which the caller may be answered; none: the caller leaves after two seconds. */
  readonly statuses: readonly number[];
  readonly callers?: number;
}

const behaviours: readonly Behaviour[] = [
  {
    name: '1 GB announced',
    answer: (s) => s.write(head('content-length: 1073741824\r\n')),
    statuses: [403, 503],
  },
  {
    name: '2^53 bytes announced',
    answer: (s) => s.write(head('content-length: 9007199254740992\r\n')),
    statuses: [403, 503],
  },
  {
    name: '1 GB in chunks',
    answer: (s) => {
      s.write(head('transfer-encoding: chunked\r\n'));
      return pour(s, 1024, () => Buffer.concat([Buffer.from('100000\r\n'), piece, Buffer.from('\r\n')]));
    },
    statuses: [403, 503],
  },
  {
    name: '1 GB until the end of the connection',
    answer: (s) => {
      s.write(head(''));
      return pour(s, 1024, () => piece);
    },
    statuses: [403, 503],
  },
  {
    name: 'a million chunks of a byte',
    answer: (s) =>
      s.write(
        `${head('transfer-encoding: chunked\r\n')}${'1\r\n \r\n'.repeat(1_000_000)}2\r\n{}\r\n0\r\n\r\n`,
      ),
    statuses: [200, 503],
  },
  {
    name: 'a head without end',
    answer: (s) => pour(s, 64, () => `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(mebibyte)}`),
    statuses: [503],
  },
  {
    name: '100,000 header lines',
    answer: (s) => s.write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(100_000)}\r\n`),
    statuses: [503],
  },
  {
    name: 'interim answers without end',
    answer: (s) => pour(s, 2_000, () => 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1_000)),
    statuses: [503],
  },
  {
    name: 'a size of a chunk without end',
    answer: (s) => s.write(`${head('transfer-encoding: chunked\r\n')}${'0'.repeat(mebibyte)}`),
    statuses: [503],
  },
  {
    name: '64 MiB compressed to nothing',
    answer: (s) => {
      const zipped = gzipSync(Buffer.alloc(64 * mebibyte, ' '));
      s.write(head(`content-encoding: gzip\r\ncontent-length: ${zipped.length}\r\n`));
      return s.write(zipped);
    },
    statuses: [503],
  },
  {
    name: '100 MiB of open brackets',
    answer: (s) => s.write(response('['.repeat(100 * mebibyte))),
    statuses: [503],
  },
  { name: '3,000,000 texts', answer: (s) => s.write(answerOf(listOf('"a"', 3_000_000))), statuses: [503] },
  {
    name: '1,900,000 texts',
    answer: (s) => s.write(answerOf(listOf('"a"', 1_900_000))),
    statuses: [200, 503],
  },
  {
    name: 'a text of 15 MiB that looks like addresses',
    answer: (s) => s.write(answerOf(`["${'a.b@'.repeat(3_750_000)}"]`)),
    statuses: [200, 503],
  },
  {
    name: 'a text of 3 MiB of digits',
    answer: (s) => s.write(answerOf(`["${'4111 '.repeat(600_000)}"]`)),
    statuses: [200, 503],
  },
  {
    name: 'a text of 10 MiB of escapes',
    answer: (s) => s.write(answerOf(`["${'\\u0040'.repeat(1_700_000)}"]`)),
    statuses: [200, 503],
  },
  {
    name: 'a byte now and then, 100 callers',
    answer: (s) => {
      s.write(head('transfer-encoding: chunked\r\n'));
      const timer = setInterval(() => s.write('1\r\n \r\n'), 50);
      s.once('close', () => clearInterval(timer));
    },
    statuses: [],
    callers: 100,
  },
  { name: 'no answer, 500 callers', answer: () => {}, statuses: [], callers: 500 },
  {
    name: '200 MiB at a time, 6 callers',
    answer: (s) => {
      s.write(head('transfer-encoding: chunked\r\n'));
      return pour(s, 200, () => Buffer.concat([Buffer.from('100000\r\n'), piece, Buffer.from('\r\n')]));
    },
    statuses: [],
    callers: 6,
  },
];

async function ask({ answer, statuses, callers = 1 }: Behaviour): Promise<string> {
  world.store.behave = (_, socket) => void answer(socket);
  const request = requestOf(world.reader, `${world.path}/get`, '{"ids":["a"],"include":["documents"]}');
  if (statuses.length > 0) {
    // Large answers are counted, not kept.
    const { replies, closed } = await converse(world.url, request, { patience: 60_000 });
    const status = replies[0]?.status;
    assert.ok(
      status !== undefined && statuses.includes(status),
      `answered with ${status ?? (closed ? 'the end' : 'nothing')}`,
    );
    return `${status}`;
  }
  const sockets = await Promise.all(Array.from({ length: callers }, () => openCaller(world.url)));
  for (const socket of sockets) socket.write(request);
  await pause(1_000);
  for (const socket of sockets) socket.destroy();
  await pause(300);
  return 'left';
}

test('answers that cost the store little', async (context) => {
  await tryAll(
    context,
    'Answers: memory stays bounded and others are answered',
    behaviours.map((behaviour): Attack => world.attack(behaviour.name, () => ask(behaviour))),
  );
});

/** Bytes of a long answer, and how many callers ask for it and then read nothing. */
const unread = { bytes: 16 * mebibyte, callers: 48 };
const patience = 60_000;

test('answers that nobody reads', async (context) => {
  const text = answerOf(`["${'a '.repeat(unread.bytes / 2)}"]`);
  const run = async (): Promise<string> => {
    world.store.behave = (_, socket) => void socket.write(text);
    const request = requestOf(world.owner, `${world.path}/get`, '{"ids":["a"],"include":["documents"]}');
    let ended = 0;
    const sockets = await Promise.all(Array.from({ length: unread.callers }, () => openCaller(world.url)));
    for (const socket of sockets) {
      socket.pause();
      socket.once('close', () => ended++);
      socket.write(request);
    }
    for (const until = Date.now() + patience; ended === 0 && Date.now() < until; ) {
      await pause(500);
      // Who reads nothing learns of the end only by what they send: an empty line before the next request says nothing.
      for (const socket of sockets) if (!socket.destroyed) socket.write('\r\n');
    }
    for (const socket of sockets) socket.destroy();
    assert.ok(ended > 0, 'nobody was given up');
    assert.ok(ended < unread.callers, 'everybody was given up');
    return `${ended} of ${unread.callers} given up`;
  };
  await tryAll(context, 'Answers of 16 MiB that nobody reads', [
    world.attack(`${unread.callers} callers`, run),
  ]);
});
