import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as later } from 'node:timers/promises';
import { collections } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';
import { type Attack, tryAll } from './attack-table.ts';
import {
  answerWell,
  type HostileStore,
  idsOf,
  records,
  response,
  startHostileStore,
} from './hostile-store.ts';
import { converse } from './raw-http.ts';
import type { TappedRequest } from './tapped-stream.ts';
import { callerLines, ownerPolicy } from './tapped-world.ts';

const cases = '0f3cf1c8-1c5e-4f43-9d3a-0e8f5d5b7a11';
const poison = 'POISON';

let world: World;
let store: HostileStore;
let token: string;
before(async () => {
  store = await startHostileStore();
  world = await startWorld({ policies: { owner: ownerPolicy }, storeAddress: async () => store.url });
  token = await world.workload('owner');
});
after(async () => {
  await world?.close();
  await store?.close();
});

interface Behaviour {
  readonly name: string;
  /** What the store sends for a whole request. */
  readonly answer?: (good: string, socket: Socket) => void;
  /** What it sends when it has only seen the head of a long one. */
  readonly early?: (good: string, socket: Socket) => void;
  /** `delivered`: the first answer is in good order and only what follows it is not. */
  readonly first: 'delivered' | 'refused' | 'either';
  /**
   * Milliseconds before the next caller asks. Bytes that come when the next request is already under way look like its
   * answer to everybody: HTTP/1.1 has no mark by which to tell.
   */
  readonly pause?: number;
}

const bytes =
  (write: (good: string) => string) =>
  (good: string, socket: Socket): void => {
    socket.write(Buffer.from(write(good), 'latin1'));
  };
const closing =
  (write: (good: string) => string) =>
  (good: string, socket: Socket): void => {
    socket.end(Buffer.from(write(good), 'latin1'));
  };
const second = response(`{"ids":["${poison}"]}`, 'set-cookie: evil=1\r\n');
const head = (lines: string): string => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${lines}\r\n`;
const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n`;
const refused = (name: string, write: (good: string) => string): Behaviour => ({
  name,
  answer: bytes(write),
  first: 'refused',
});

const behaviours: readonly Behaviour[] = [
  { name: 'a second answer behind', answer: bytes((g) => response(g) + second), first: 'delivered' },
  { name: 'one byte behind', answer: bytes((g) => `${response(g)}H`), first: 'delivered' },
  { name: 'a line end behind', answer: bytes((g) => `${response(g)}\r\n`), first: 'delivered' },
  {
    name: 'a second answer behind, a moment later',
    answer: (good, socket) => {
      socket.write(response(good));
      setTimeout(() => socket.write(second), 20);
    },
    first: 'delivered',
    pause: 200,
  },
  {
    name: 'a second answer behind chunks',
    answer: bytes((g) => `${head('transfer-encoding: chunked\r\n')}${chunked(g)}0\r\n\r\n${second}`),
    first: 'delivered',
  },
  {
    name: 'a body behind 204',
    answer: bytes(() => `HTTP/1.1 204 No Content\r\n\r\n${second}`),
    first: 'either',
  },
  {
    name: 'a body behind 304',
    answer: bytes(() => `HTTP/1.1 304 Not Modified\r\n\r\n${second}`),
    first: 'either',
  },
  {
    name: 'an answer that says close and stays',
    answer: bytes((g) => response(g, 'connection: close\r\n') + second),
    first: 'delivered',
  },
  {
    name: 'two interim answers first',
    answer: bytes(
      (g) =>
        `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nset-cookie: evil=1\r\n\r\n${response(g)}`,
    ),
    first: 'delivered',
  },
  {
    name: 'an answer by 1.0 until close',
    answer: closing((g) => `HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${g}`),
    first: 'delivered',
  },
  refused(
    'a length and chunks',
    (g) => `${head(`content-length: 5\r\ntransfer-encoding: chunked\r\n`)}${chunked(g)}0\r\n\r\n`,
  ),
  refused('two lengths', (g) => `${head(`content-length: ${g.length}\r\ncontent-length: 5\r\n`)}${g}`),
  refused('a list of lengths', (g) => `${head(`content-length: 5, ${g.length}\r\n`)}${g}`),
  refused('a signed length', (g) => `${head(`content-length: +${g.length}\r\n`)}${g}`),
  refused('a negative length', (g) => `${head('content-length: -1\r\n')}${g}`),
  refused('a length beyond 2^64', (g) => `${head('content-length: 18446744073709551621\r\n')}${g}`),
  refused('a length in hexadecimal', (g) => `${head('content-length: 0x20\r\n')}${g}`),
  refused(
    'another transfer coding',
    (g) => `${head('transfer-encoding: xchunked\r\n')}${chunked(g)}0\r\n\r\n`,
  ),
  refused('gzip and chunks', (g) => `${head('transfer-encoding: gzip, chunked\r\n')}${chunked(g)}0\r\n\r\n`),
  refused(
    'chunks twice',
    (g) => `${head('transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n')}${chunked(g)}0\r\n\r\n`,
  ),
  refused('a chunk without a size', (g) => `${head('transfer-encoding: chunked\r\n')}\r\n${g}\r\n0\r\n\r\n`),
  refused(
    'a chunk with a negative size',
    (g) => `${head('transfer-encoding: chunked\r\n')}-5\r\n${g}\r\n0\r\n\r\n`,
  ),
  refused(
    'a chunk size beyond 2^64',
    () => `${head('transfer-encoding: chunked\r\n')}10000000000000005\r\n{}\r\n0\r\n\r\n`,
  ),
  refused(
    'a chunk that is longer than told',
    (g) => `${head('transfer-encoding: chunked\r\n')}2\r\n${g}\r\n0\r\n\r\n`,
  ),
  refused(
    'a trailer',
    (g) => `${head('transfer-encoding: chunked\r\n')}${chunked(g)}0\r\nset-cookie: evil=1\r\n\r\n`,
  ),
  refused('a header split by a line feed', (g) => response(g, 'x-a: b\nset-cookie: evil=1\r\n')),
  refused('a header split by a carriage return', (g) => response(g, 'x-a: b\rset-cookie: evil=1\r\n')),
  refused('a folded header', (g) => response(g, 'x-a: b\r\n set-cookie: evil=1\r\n')),
  refused('a header with a null', (g) => response(g, 'x-a: b\0c\r\n')),
  refused('a header without a colon', (g) => response(g, 'evil\r\n')),
  refused('a header with a space in its name', (g) => response(g, 'x a: b\r\n')),
  {
    name: 'a head that ends in line feeds',
    answer: closing((g) => response(g).replaceAll('\r\n', '\n')),
    first: 'refused',
  },
  { name: 'no status line', answer: closing((g) => g), first: 'refused' },
  refused('HTTP/2 in the status line', (g) => response(g).replace('HTTP/1.1', 'HTTP/2')),
  refused('a status of two digits', (g) => response(g).replace(' 200 ', ' 20 ')),
  refused('a status of 000', (g) => response(g).replace(' 200 ', ' 000 ')),
  refused(
    'another protocol (101)',
    (g) => `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n${g}`,
  ),
  refused('compressed without being asked', (g) => response(g, 'content-encoding: gzip\r\n')),
  {
    name: 'less than told, then the end',
    answer: closing((g) => response(g).slice(0, -5)),
    first: 'refused',
  },
  {
    name: 'chunks without their end',
    answer: closing((g) => `${head('transfer-encoding: chunked\r\n')}${chunked(g)}`),
    first: 'refused',
  },
  { name: 'half a head, then the end', answer: closing((g) => response(g).slice(0, 40)), first: 'refused' },
  { name: 'the end without a byte', answer: (_, socket) => socket.end(), first: 'refused' },
  { name: 'a reset', answer: (_, socket) => socket.resetAndDestroy(), first: 'refused' },
  {
    name: 'a reset in the middle',
    answer: (good, socket) => {
      socket.write(response(good).slice(0, -5));
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
    first: 'refused',
  },
  {
    name: 'early: an answer, then it reads on',
    early: (good, socket) => void socket.write(response(good)),
    first: 'either',
  },
  {
    name: 'early: an answer and a second one',
    early: (good, socket) => void socket.write(response(good) + second),
    first: 'either',
  },
  {
    name: 'early: an answer, then the end',
    early: (good, socket) => void socket.end(response(good)),
    first: 'either',
  },
  {
    name: 'early: an answer, then a reset',
    early: (good, socket) => {
      socket.write(response(good));
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
    first: 'either',
  },
  {
    name: 'early: 413, then the end',
    early: (_, socket) => void socket.end(response('{}', '', '413 Content Too Large')),
    first: 'either',
  },
  {
    name: 'early: an answer, then it never reads again',
    early: (good, socket) => {
      socket.pause();
      socket.write(response(good));
    },
    first: 'either',
  },
  {
    name: 'forged headers of the gate',
    answer: bytes((g) =>
      response(g, 'vectorgate-decision: EVIL\r\nvectorgate-notice: EVIL\r\nvectorgate-session: EVIL\r\n'),
    ),
    first: 'delivered',
  },
  {
    name: 'headers of one hop',
    answer: bytes((g) =>
      response(
        g,
        'connection: keep-alive, x-evil\r\nkeep-alive: timeout=1\r\nproxy-authenticate: evil=1\r\nupgrade: h2c\r\ntrailer: x\r\n',
      ),
    ),
    first: 'either',
  },
  {
    name: '1,000 interim answers first',
    answer: bytes((g) => `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000)}${response(g)}`),
    first: 'either',
  },
];

/** Names of headers that are the gate's to set, or belong to one hop, or came in a part that nobody may deliver. */
const foreign =
  /^(set-cookie|upgrade|trailer|keep-alive: timeout=1$|proxy-authenticate|x-a|x-evil|evil)\b|EVIL/im;

let number = 0;

async function tryOne({
  answer,
  early,
  first,
  pause = 0,
}: Behaviour): Promise<{ passed: boolean; seen: string }> {
  const mark = `A-${++number}`;
  const url = world.gateway?.dataUrl ?? '';
  const mine = (request: TappedRequest): boolean => idsOf(request).includes(mark);
  let answered = false;
  store.behave = (request, socket) => {
    if (!mine(request)) answerWell(request, socket);
    else if (answer !== undefined) answer(records([mark]), socket);
    else if (!answered) answerWell(request, socket);
  };
  store.onHead =
    early &&
    ((text, socket) => {
      if (answered || !text.includes('/add ')) return;
      answered = true;
      early('{}', socket);
    });
  // A long request goes to a store that answers early, so that most of it is still under way.
  const route = early === undefined ? 'get' : 'add';
  const body =
    early === undefined
      ? `{"ids":["${mark}"]}`
      : `{"ids":["${mark}"],"embeddings":[[1,2,3]],"documents":["${'a'.repeat(4 * 2 ** 20)}"]}`;
  const path = `${collections}/${cases}`;
  const ask = (to: string, text: string) =>
    converse(
      url,
      `POST ${path}/${to} HTTP/1.1\r\n${callerLines(token)}Connection: close\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
      { patience: 5_000 },
    );
  const { replies, rest } = await ask(route, body);
  const wrong: string[] = [];
  const reply = replies[0];
  const text = `${reply?.head ?? ''}\r\n\r\n${reply?.body ?? ''}${rest}`;
  if (replies.length !== 1) wrong.push(`${replies.length} answers`);
  if (text.includes(poison)) wrong.push('bytes behind the answer reached its caller');
  if (foreign.test(reply?.head ?? ''))
    wrong.push(`a header came through: ${foreign.exec(reply?.head ?? '')?.[0]}`);
  const delivered = reply !== undefined && reply.status < 400;
  if (first === 'delivered' && (!delivered || reply.body !== records([mark])))
    wrong.push(`a good answer was not delivered: ${reply?.status} ${reply?.body.slice(0, 100)}`);
  if (first === 'refused' && delivered) wrong.push(`what has no clear end was delivered: ${reply.status}`);
  await later(pause);
  // Others, on whatever connections are left, must get their own.
  for (let i = 0; i < 3; i++) {
    const other = `B-${number}-${i}`;
    const next = (await ask('get', `{"ids":["${other}"]}`)).replies[0];
    if (next?.status !== 200 || next.body !== records([other]))
      wrong.push(`the next caller got ${next?.status} ${next?.body.slice(0, 80)}`);
  }
  return {
    passed: wrong.length > 0,
    seen: wrong.length > 0 ? wrong.join('; ') : `${reply?.status}; the next three callers got their own`,
  };
}

test('invariants 1 and 3: answers of a store that breaks the rules', async (context) => {
  const control = await tryOne({
    name: 'control',
    answer: bytes((good) => response(good)),
    first: 'delivered',
  });
  assert.equal(control.passed, false, control.seen);
  await tryAll(
    context,
    'Answers: nothing but the one whole answer is delivered, and the next caller gets their own',
    behaviours.map((behaviour): Attack => ({ name: behaviour.name, run: () => tryOne(behaviour) })),
  );
});
