import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type GatewayProcess, startGatewayProcess } from '../harness/gateway-process.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { collections } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { startWorld, type World } from '../harness/world.ts';
import { tryAll } from './attack-table.ts';
import { headOf, openCaller, requestOf } from './gate-callers.ts';
import { openDescriptors, openSockets } from './gate-process-state.ts';
import {
  answerWell,
  type HostileStore,
  idsOf,
  records,
  response,
  startHostileStore,
} from './hostile-store.ts';
import { ownerPolicy } from './tapped-world.ts';

/** Callers that leave at each stage. */
const callers = process.env.VECTORGATE_TEST_DEEP === '1' ? 1_000 : 100;
const cases = '0f3cf1c8-1c5e-4f43-9d3a-0e8f5d5b7a11';
const path = `${collections}/${cases}`;

let world: World;
let store: HostileStore;
let gateway: GatewayProcess;
let token: string;
before(async () => {
  store = await startHostileStore();
  world = await startWorld({
    policies: { owner: ownerPolicy },
    storeAddress: async () => store.url,
    gateway: false,
  });
  token = await world.workload('owner');
  gateway = await startGatewayProcess(world.configurationFile);
});
after(async () => {
  await gateway?.stop();
  await world?.close();
  await store?.close();
});

interface Stage {
  readonly name: string;
  /** What a caller sends before it leaves. */
  readonly send: (socket: Socket, index: number) => void;
  /** Prepares the store. */
  readonly store?: () => void;
  /** Whether the gate is now in this stage for the callers that have come. */
  readonly reached?: (count: number) => boolean;
  /** Callers at a time. Default: all. */
  readonly wave?: number;
  /** What happens at the store once the callers have left. */
  readonly afterwards?: () => void;
}

/** Requests and questions that the store has and does not answer. */
let held: (() => void)[] = [];
let seen = 0;
/** The gate asks a store over at most so many connections: the others wait in line, and leave from there. */
const connections = 64;
const id = (index: number): string => `${cases.slice(0, -6)}${index.toString(16).padStart(6, '0')}`;
const large = records(Array.from({ length: 20_000 }, (_, i) => `a record with a longer id, number ${i}`));

const stages: readonly Stage[] = [
  { name: 'connected, nothing sent', send: () => {} },
  { name: 'sending the head', send: (socket) => socket.write(headOf(token, 'POST', `${path}/get`)) },
  {
    name: 'sending a body',
    send: (socket) => socket.write(headOf(token, 'POST', `${path}/get`, 131_072) + ' '.repeat(65_536)),
  },
  {
    name: 'sending a body in chunks',
    send: (socket) =>
      socket.write(
        `${headOf(token, 'POST', `${path}/get`)}Transfer-Encoding: chunked\r\n\r\n20000\r\n${' '.repeat(65_536)}`,
      ),
  },
  {
    name: 'waiting for 100 Continue',
    send: (socket) =>
      socket.write(
        `${headOf(token, 'POST', `${path}/get`)}Expect: 100-continue\r\nContent-Length: 9\r\n\r\n`,
      ),
  },
  {
    name: 'the decision waits for the store',
    store: () => {
      store.behaveOnQuestion = (_, socket) => {
        seen++;
        held.push(() => socket.write(response('{}', '', '404 Not Found')));
      };
    },
    send: (socket, index) =>
      socket.write(requestOf(token, `${collections}/${id(index)}/get`, '{"ids":["a"]}')),
    reached: (count) => seen >= Math.min(count, connections),
  },
  {
    name: 'the store has the request',
    store: () => {
      store.behave = () => {
        seen++;
      };
    },
    send: (socket) => socket.write(requestOf(token, `${path}/get`, '{"ids":["a"]}')),
    reached: (count) => seen >= Math.min(count, connections),
  },
  {
    name: 'the store answers',
    store: () => {
      store.behave = (_, socket) => {
        seen++;
        socket.write(large.length > 0 ? response(large).slice(0, 500_000) : '');
      };
    },
    send: (socket) => socket.write(requestOf(token, `${path}/get`, '{"ids":["a"]}')),
    reached: (count) => seen >= Math.min(count, connections),
  },
  {
    name: 'the answer is written',
    store: () => {
      store.behave = (_, socket) => {
        seen++;
        socket.write(response(large));
      };
    },
    send: (socket) => {
      socket.pause();
      socket.write(requestOf(token, `${path}/get`, '{"ids":["a"]}'));
    },
    reached: (count) => seen >= count,
    wave: 100,
  },
  {
    name: 'a change is under way',
    store: () => {
      store.behave = (_, socket) => {
        seen++;
        held.push(() => socket.write(response('{}')));
      };
    },
    send: (socket, index) =>
      socket.write(requestOf(token, `${path}/add`, `{"ids":["change-${index}"],"embeddings":[[1,2,3]]}`)),
    reached: (count) => seen >= Math.min(count, connections),
    afterwards: () => {
      store.behave = answerWell;
      for (const answer of held) answer();
    },
  },
  {
    name: 'answered, one more in the same piece',
    send: (socket) => {
      const one = requestOf(token, `${path}/get`, '{"ids":["a"]}');
      socket.write(one + one + one);
    },
  },
];

/** How many bodies of 60 MiB, none of them whole, the gate holds at a time until it refuses one. */
async function roomForBodies(): Promise<number> {
  const size = 60 * 2 ** 20;
  const most = 20;
  const sockets: Socket[] = [];
  const refused: Promise<void>[] = [];
  try {
    while (sockets.length < most) {
      const socket = await openCaller(gateway.dataUrl);
      sockets.push(socket);
      refused.push(
        new Promise((resolve) => {
          socket.once('data', () => resolve());
          socket.once('close', () => resolve());
        }),
      );
      socket.write(headOf(token, 'POST', `${path}/get`, size + 1));
      const sent = new Promise<void>((resolve) => {
        socket.write(Buffer.alloc(size, ' '), (error) => {
          if (error === undefined || error === null) resolve();
        });
      });
      const stopped = Promise.race(refused).then(() => true);
      if (await Promise.race([stopped, sent.then(() => false)])) return sockets.length - 1;
      // What was written has still to be read.
      if (await Promise.race([stopped, pause(200, false)])) return sockets.length - 1;
    }
    return most;
  } finally {
    for (const socket of sockets) socket.destroy();
    await pause(100);
  }
}

/** Sockets of the gateway, once those that are over are closed: a busy machine takes its time for that. */
async function settledSockets(): Promise<number> {
  for (let last = await openSockets(gateway.pid), same = 0; ; ) {
    if (same === 10) return last;
    await pause(100);
    const now = await openSockets(gateway.pid);
    same = now === last ? same + 1 : 0;
    last = now;
  }
}

async function leave(stage: Stage): Promise<void> {
  const calm = { behave: store.behave, behaveOnQuestion: store.behaveOnQuestion };
  stage.store?.();
  const wave = stage.wave ?? callers;
  for (let from = 0; from < callers; from += wave) {
    seen = 0;
    const sockets: Socket[] = [];
    for (let i = from; i < Math.min(from + wave, callers); i++) {
      const socket = await openCaller(gateway.dataUrl);
      sockets.push(socket);
      stage.send(socket, i);
    }
    if (stage.reached !== undefined)
      await until(`${stage.name}: the gate is there`, () => stage.reached!(sockets.length), 30);
    else await pause(100);
    // Or the count would not notice one that stays.
    const counted = async (): Promise<boolean> => (await openSockets(gateway.pid)) > sockets.length;
    await until(`${stage.name}: callers are counted`, counted, 20);
    for (const [i, socket] of sockets.entries()) {
      // Half of them say that they leave, half are just gone.
      if (i % 2 === 0) socket.destroy();
      else socket.resetAndDestroy();
    }
    // A line is only left by those in it: the next wave comes when this one is gone.
    await pause(50);
  }
  stage.afterwards?.();
  held = [];
  Object.assign(store, calm);
}

test('callers that leave at any stage leave nothing behind', async (context) => {
  const answered = await fetch(`${gateway.dataUrl}${path}/get`, {
    method: 'POST',
    headers: {
      'vectorgate-token': token,
      'vectorgate-upstream': 'chroma.internal:8000',
      'content-type': 'application/json',
      connection: 'close',
    },
    body: '{"ids":["a"]}',
  });
  assert.deepEqual((await answered.json()) as unknown, JSON.parse(records(['a'])));
  const room = await roomForBodies();
  assert.ok(room > 0 && room < 20, `room for ${room} large bodies`);
  const quiet = async (): Promise<boolean> => store.open() === 0;
  await until('the pool is empty', quiet, 20);
  const sockets = await settledSockets();
  const descriptors = await openDescriptors(gateway.pid);
  await tryAll(
    context,
    `Aborted callers: ${callers} at each stage leave no socket, descriptor or room behind`,
    stages.map((stage) => ({
      name: stage.name,
      run: async () => {
        await leave(stage);
        // Connections to the store are kept for a while, for others; no caller's may be.
        const excess = async (): Promise<number> => (await openSockets(gateway.pid)) - sockets - store.open();
        // The store learns a moment later than the gate which connections are over.
        const left = async (): Promise<boolean> => (await excess()) > 0 || store.open() > connections;
        const gone = await until(stage.name, async () => !(await left()), 20).then(
          () => true,
          () => false,
        );
        const wrong = [
          ...(gone ? [] : [`${await excess()} sockets left after 20 s`]),
          ...(store.open() > connections ? [`${store.open()} connections to the store left`] : []),
        ];
        return { passed: wrong.length > 0, seen: wrong.length > 0 ? wrong.join(', ') : 'nothing left' };
      },
    })),
  );
  assert.equal(await roomForBodies(), room, 'room for bodies');
  await until('no connection to the store is left', quiet, 20);
  assert.equal(await settledSockets(), sockets, 'sockets');
  // A segment of the log may have been opened meanwhile.
  assert.ok((await openDescriptors(gateway.pid)) <= descriptors + 2, 'descriptors');
});

test('invariant 4: what left callers began is recorded to its end', async () => {
  const changed = new Set(
    store.requests.flatMap((request) => (request.target.endsWith('/add') ? idsOf(request) : [])),
  );
  assert.equal(await gateway.stop(), 0);
  const headers = await readAllHeaders(world.configurationFile);
  const adds = headers.filter(({ operations }) => operations[0]?.name === 'collection_add');
  assert.ok(adds.length >= connections);
  assert.deepEqual(
    adds.filter(({ outcome }) => outcome === undefined || outcome === 'unknown'),
    [],
  );
  // A change that reached the store is a change: nobody may call it refused.
  assert.equal(adds.filter(({ outcome }) => outcome === 'delivered').length, changed.size);
});
