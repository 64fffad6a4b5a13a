import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyRecords } from '../../gateway/src/sessions/verify-records.ts';
import { type GatewayProcess, startGatewayProcess } from '../harness/gateway-process.ts';
import { allowEverything } from '../harness/policies.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { type RecordingStore, startRecordingStore } from '../harness/recording-store.ts';
import { collections, makeCollection, storedIds } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';

let world: World;
let store: RecordingStore;
let id: string;
let token: string;
/** While set, writes wait for it before the store gets them. */
let held: PromiseWithResolvers<void> | undefined;
let waiting = 0;

before(async () => {
  world = await startWorld({
    policies: { everything: allowEverything('ci:writer') },
    gateway: false,
    storeAddress: async (chroma) => {
      store = await startRecordingStore(chroma.url, async (_method, url) => {
        if (held === undefined || !url.endsWith('/upsert')) return;
        waiting += 1;
        await held.promise;
      });
      return store.url;
    },
  });
  token = await world.workload('writer');
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['0'], embeddings: [[1, 0]] });
});
after(async () => {
  await world?.close();
  await store?.close();
});

/** One call over a connection that is kept, as clients keep theirs. */
function call(
  agent: Agent,
  gateway: GatewayProcess,
  route: string,
  body: object,
): Promise<{ status: number; decision: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; decision: string }>();
  const outgoing = request(
    `${gateway.dataUrl}${collections}/${id}/${route}`,
    {
      method: 'POST',
      agent,
      headers: {
        'vectorgate-token': token,
        'vectorgate-upstream': knownAs,
        'content-type': 'application/json',
      },
    },
    (answer) => {
      answer.resume();
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          decision: String(answer.headers['vectorgate-decision']),
        }),
      );
    },
  );
  outgoing.once('error', reject);
  outgoing.end(JSON.stringify(body));
  return promise;
}

test('SIGTERM: a request under way is answered and recorded, new ones find no listener, idle connections hold nothing up', async () => {
  const gateway = await startGatewayProcess(world.configurationFile);
  const agent = new Agent({ keepAlive: true });
  const idle = new Agent({ keepAlive: true });
  assert.equal((await call(idle, gateway, 'get', { limit: 1 })).status, 200);
  held = Promise.withResolvers();
  const underWay = call(agent, gateway, 'upsert', { ids: ['under-way'], embeddings: [[1, 0]] });
  await until('the store has the write', () => waiting === 1);

  const start = Date.now();
  const stopped = gateway.stop();
  await until('new requests find no listener', () =>
    call(new Agent(), gateway, 'get', { limit: 1 }).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
    ),
  );
  held.resolve();
  const { status, decision } = await underWay;
  assert.equal(status, 200);
  assert.equal(await stopped, 0);
  // What is left after ten seconds would be cut: here nothing is left.
  assert.ok(Date.now() - start < 9_000, `it took ${Date.now() - start} ms`);
  agent.destroy();
  idle.destroy();

  assert.deepEqual(await storedIds(world.chroma.url, id), ['0', 'under-way']);
  const headers = await readAllHeaders(world.configurationFile);
  assert.deepEqual(
    headers.filter((header) => header.id === decision).map(({ kind, outcome }) => [kind, outcome]),
    [['outcome', 'delivered']],
  );
});

test('invariant 4: a gateway that dies while the store works shows the change as "outcome unknown"', async () => {
  const gateway = await startGatewayProcess(world.configurationFile);
  held = Promise.withResolvers();
  waiting = 0;
  const lost = call(new Agent(), gateway, 'upsert', { ids: ['lost'], embeddings: [[1, 0]] });
  const failed = assert.rejects(lost);
  await until('the store has the write', () => waiting === 1);
  await gateway.kill();
  await failed;
  held.resolve();
  await until('the store has done it', async () => (await storedIds(world.chroma.url, id)).includes('lost'));

  const next = await startGatewayProcess(world.configurationFile);
  assert.equal(await next.stop(), 0);
  const unknown = (await readAllHeaders(world.configurationFile)).filter((h) => h.outcome === 'unknown');
  assert.equal(unknown.length, 1);
  assert.deepEqual(
    [unknown[0]?.kind, unknown[0]?.operations[0]?.classes, unknown[0]?.who.subject],
    ['intent', ['upsert'], 'writer'],
  );
  const verified = await verifyRecords(join(world.folder, 'data', 'records'));
  assert.equal(verified.ok, true, verified.text);
});
