import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { storedIds } from '../harness/store-collection.ts';
import { type Fault, injectAll, type Seen } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';
import { answerWith, type Misbehaviour } from './faulty-store.ts';
import { assertReadable, type Told } from './told.ts';

let world: FaultWorld;
let reader: string;

before(async () => {
  world = await FaultWorld.start({ limits: '  storeSeconds: 1\n  responseBytes: 1048576\n' });
  reader = await world.world.workload('reader');
});
after(() => world?.close());

const head = (length: number): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
const says =
  (body: string): Misbehaviour =>
  ({ socket }) =>
    answerWith(socket, body);

interface Expected {
  readonly says: RegExp;
  readonly status?: number;
  /** What the record of a read holds. */
  readonly read: string;
  /** What the record of a change holds: unknown, when the store may have made it. */
  readonly change: string;
}

/** Reads and changes while the store does this; nothing of its answer may come through. */
async function meets(
  begin: () => Promise<() => Promise<void>>,
  expected: Expected,
  token?: string,
): Promise<Seen> {
  assert.equal((await world.read(token)).status, 200, 'a good request passes');
  assert.equal((await world.write()).status, 200, 'a good change passes');
  const end = await begin();
  let read: Told;
  let change: Told;
  try {
    read = await world.read(token);
    change = await world.write(token);
  } finally {
    await end();
  }
  for (const told of [read, change]) {
    assertReadable(told);
    assert.match(told.text, expected.says);
    assert.doesNotMatch(told.body, /made up|ana@acme|secret/);
    assert.equal(told.status, expected.status ?? 503);
  }
  const doubtful = expected.change.startsWith('unknown');
  assert.equal(
    /The change may have been made: look at what is stored/.test(change.text),
    doubtful,
    change.text,
  );
  assert.equal(/may have been made/.test(read.text), false);
  assert.equal(await world.recordOf(read, token), expected.read);
  assert.equal(await world.recordOf(change, token), expected.change);
  const recovered = await world.recovers(() => world.read(token));
  await world.recovers();
  return { saw: read.line, recorded: `read: ${expected.read}; change: ${expected.change}`, recovered };
}

const answering =
  (how: Misbehaviour): (() => Promise<() => Promise<void>>) =>
  async () => {
    world.store.misbehave(how);
    return async () => world.store.misbehave(undefined);
  };

const secret = '"secret"';
const faults: readonly Fault[] = [
  {
    name: 'the store is down',
    injected: 'its listener closed, its connections reset',
    run: () =>
      meets(() => world.store.refuse(), {
        says: /^VectorGate: the store behind insights does not answer\.\n/,
        read: 'failed, store-unreachable',
        change: 'failed, store-unreachable',
      }),
  },
  {
    name: 'the store is silent beyond the limit',
    injected: 'requests are taken and never answered; limits.storeSeconds is 1',
    run: () =>
      meets(
        answering(() => undefined),
        {
          says: /did not answer within 1 s\./,
          read: 'failed, store-slow',
          change: 'unknown, store-slow',
        },
      ),
  },
  {
    name: 'the store stops in the middle of a body',
    injected: 'half of the real answer, then silence',
    run: () =>
      meets(
        answering(async ({ socket, ask }) => {
          const { body } = await ask();
          socket.write(head(body.length));
          socket.write(body.subarray(0, body.length / 2));
        }),
        { says: /did not answer within 1 s\./, read: 'failed, store-slow', change: 'unknown, store-slow' },
      ),
  },
  {
    name: 'the store is cut in the middle of a body',
    injected: 'half of the real answer, then the connection is closed',
    run: () =>
      meets(
        answering(async ({ socket, ask }) => {
          const { body } = await ask();
          socket.write(head(body.length));
          socket.end(body.subarray(0, body.length / 2));
        }),
        { says: /broke its answer off\./, read: 'failed, answer-broken', change: 'unknown, answer-broken' },
      ),
  },
  {
    name: 'the store resets the connection',
    injected: 'the request is taken, then the connection is reset (RST)',
    run: () =>
      meets(
        answering(({ socket }) => void socket.resetAndDestroy()),
        { says: /broke its answer off\./, read: 'failed, answer-broken', change: 'unknown, answer-broken' },
      ),
  },
  {
    name: 'another program answers: not HTTP',
    injected: 'the banner of an SSH server',
    run: () =>
      meets(
        answering(({ socket }) => void socket.write('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n')),
        {
          says: /does not answer as a store does\./,
          read: 'failed, answer-unreadable',
          change: 'unknown, answer-unreadable',
        },
      ),
  },
  {
    name: 'another program answers: not JSON, where masks bind',
    injected: 'a page in HTML with status 200',
    run: () =>
      meets(
        answering(says(`<html>${secret}</html>`)),
        {
          says: /cannot be read for certain/,
          read: 'failed, answer-unreadable',
          change: 'unknown, answer-unreadable',
        },
        reader,
      ),
  },
  {
    name: 'the store answers a read with other types, where masks bind',
    injected: 'ids a number, metadatas a text, documents an object; a list for the whole',
    run: async () => {
      let told: Told | undefined;
      for (const body of [
        `{"ids":7,"metadatas":${secret},"documents":{"a":${secret}},"embeddings":null}`,
        `[{"documents":[${secret}]}]`,
      ]) {
        world.store.misbehave(says(body));
        told = await world.read(reader);
        assertReadable(told);
        assert.match(told.text, /cannot be read for certain/);
        assert.doesNotMatch(told.body, /secret/);
      }
      world.store.misbehave(undefined);
      assert.ok(told);
      return {
        saw: told.line,
        recorded: await world.recordOf(told, reader),
        recovered: await world.recovers(() => world.read(reader)),
      };
    },
  },
  {
    name: 'the store answers without end',
    injected: 'a chunked body that never ends; limits.responseBytes is 1 MiB',
    run: () =>
      meets(
        answering(({ socket }) => {
          socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
          const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
          const more = (): void => {
            while (!socket.destroyed && socket.write(chunk));
          };
          socket.on('drain', more);
          socket.on('error', () => undefined);
          more();
        }),
        {
          says: /larger than 1,048,576 bytes\./,
          status: 403,
          read: 'refused, response-too-large',
          change: 'unknown, response-too-large',
        },
      ),
  },
  {
    name: 'the store announces more than the limit',
    injected: 'content-length: 10 GB',
    run: () =>
      meets(
        answering(({ socket }) => void socket.write(head(1e10))),
        {
          says: /larger than 1,048,576 bytes\./,
          status: 403,
          read: 'refused, response-too-large',
          change: 'unknown, response-too-large',
        },
      ),
  },
];

test('a store that fails is told, recorded, and served from again at once', (context) =>
  injectAll(context, 'Faults of the store', faults, async () => {
    // What was told to be in doubt may be there, what was told to have failed may not.
    const stored = await storedIds(world.world.chroma.url, world.collection);
    assert.ok(stored.includes('kept'));
    return world.nothingIsLost();
  }));
