import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { capturedLog } from '../harness/captured-log.ts';
import { allowEverything } from '../harness/policies.ts';
import { collections } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

/** Has characters that JSON writes in another way. */
const storeKey = 'key-"of"/the\\store';
const callersKey = 'the-callers-own-key';
const log = capturedLog();
/** Heads that reached the store, in order. */
const heads: string[][] = [];

/** How the store below answers next. */
let answers:
  | 'plainly'
  | 'with its head in an error'
  | 'with its head in a trace'
  | 'with 401'
  | 'not at all' = 'plainly';

/** A store that demands a key, and quotes what it was sent when it refuses: as proxies and debug builds do. */
const store = createServer((request, reply) => {
  request.resume();
  heads.push(request.rawHeaders);
  const quoted = JSON.stringify(request.headers);
  if (answers === 'not at all') request.socket.destroy();
  else if (answers === 'with 401') {
    reply.writeHead(401, { 'content-type': 'text/plain' });
    reply.end(quoted);
  } else if (answers === 'with its head in an error') {
    reply.writeHead(403, { 'content-type': 'application/json', 'x-seen': encodeURIComponent(quoted) });
    reply.end(JSON.stringify({ error: 'AuthError', message: `not with ${quoted} and ${storeKey}` }));
  } else if (answers === 'with its head in a trace') {
    reply.writeHead(500, { 'content-type': 'text/plain' });
    reply.end(`panic: key ${storeKey} in ${quoted}`);
  } else {
    reply.writeHead(200, { 'content-type': 'application/json' });
    reply.end('[]');
  }
});

let world: World;
let token: string;

before(async () => {
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  process.env.VECTORGATE_TEST_STORE_KEY = storeKey;
  world = await startWorld({
    policies: { everything: allowEverything('ci:caller') },
    connection: '    credential: { header: x-chroma-token, secret: { env: VECTORGATE_TEST_STORE_KEY } }',
    storeAddress: async () => `http://127.0.0.1:${(store.address() as AddressInfo).port}`,
    logger: log.logger,
  });
  token = await world.workload('caller');
});
after(async () => {
  await world?.close();
  store.closeAllConnections();
  store.close();
});

/** Every way of writing the key that a reader could turn back into it. */
const forms = (text: string): readonly string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  JSON.stringify(JSON.stringify(text)).slice(3, -3),
  encodeURIComponent(text),
  Buffer.from(text).toString('base64'),
];

async function assertUnseen(what: string, response: Response): Promise<void> {
  const told = `${[...response.headers].join('\n')}\n${await response.text()}`;
  const decision = response.headers.get('vectorgate-decision') ?? '';
  const record = await (await world.api(token, `/api/v1/records/${decision}`)).text();
  const logged = log.lines.join('');
  for (const form of forms(storeKey)) {
    assert.ok(!told.includes(form), `${what}: the caller sees ${form}: ${told}`);
    assert.ok(!record.includes(form), `${what}: the record holds ${form}`);
    assert.ok(!logged.includes(form), `${what}: the log holds ${form}`);
  }
  assert.ok(!logged.includes(token) && !logged.includes(callersKey), `${what}: the log holds the caller’s`);
}

const list = (headers: Record<string, string> = {}): Promise<Response> =>
  world.call(token, 'GET', collections, undefined, headers);

test('the store gets its own key once, and the caller’s never', async () => {
  answers = 'plainly';
  heads.length = 0;
  for (const headers of [
    {},
    { 'x-chroma-token': callersKey },
    { authorization: `Bearer ${callersKey}`, 'X-CHROMA-TOKEN': callersKey },
  ]) {
    const response = await list(headers);
    assert.equal(response.status, 200);
    await assertUnseen('a good answer', response);
  }
  assert.equal(heads.length, 3);
  for (const head of heads) {
    const keys = head.filter((_, i) => head[i - 1]?.toLowerCase() === 'x-chroma-token');
    assert.deepEqual(keys, [storeKey]);
    assert.ok(!head.some((text) => text.includes(callersKey) || text.includes(token)), head.join(' '));
  }
});

test('invariant 5: a store that quotes the key in an error does not give it away', async () => {
  answers = 'with its head in an error';
  const response = await list();
  assert.equal(response.status, 403);
  await assertUnseen('an error that quotes the head', response);
  answers = 'with its head in a trace';
  await assertUnseen('a trace that quotes the key', await list());
});

test('a store that does not let the gateway in is the platform team’s matter, not the caller’s', async () => {
  answers = 'with 401';
  const response = await list();
  assert.equal(response.status, 503);
  const text = await response.clone().text();
  assert.match(text, /the store behind insights does not let the gateway in\.\\nTell the platform team/);
  await assertUnseen('a store that refuses the key', response);
});

test('invariant 5: nor does a store that hangs up, or a request that is refused or cannot be read', async () => {
  answers = 'not at all';
  const response = await list();
  assert.equal(response.status, 503);
  await assertUnseen('no answer', response);
  answers = 'plainly';
  const stranger = await world.workload('stranger');
  await assertUnseen('a refusal', await world.call(stranger, 'GET', collections));
  await assertUnseen('an unreadable request', await world.call(token, 'POST', collections, '{"name":'));
});

test('invariant 5: neither the API nor the metrics know it', async () => {
  const paths = [
    '/api/v1/connections',
    '/api/v1/policy',
    '/api/v1/me',
    '/metrics',
    '/.well-known/vectorgate',
  ];
  for (const path of paths) {
    const text = await (await world.api(token, path)).text();
    for (const form of forms(storeKey)) assert.ok(!text.includes(form), path);
  }
});
