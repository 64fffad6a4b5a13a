import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyRecords } from '../../gateway/src/sessions/verify-records.ts';
import { type GatewayProcess, startGatewayProcess } from '../harness/gateway-process.ts';
import { allowEverything } from '../harness/policies.ts';
import { readAllHeaders } from '../harness/read-records.ts';
import { storedIds } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';

const kills = process.env.VECTORGATE_TEST_DEEP === '1' ? 50 : 5;
const writers = 8;
/** Operations that must have been acknowledged before a kill. */
const perRun = process.env.VECTORGATE_TEST_DEEP === '1' ? 400 : 40;
const collections = '/api/v2/tenants/default_tenant/databases/default_database/collections';

let world: World;

before(async () => {
  world = await startWorld({ policies: { everything: allowEverything('ci:load') }, gateway: false });
});
after(() => world?.close());

const post = async (gateway: GatewayProcess, token: string, path: string, body: unknown): Promise<Response> =>
  fetch(`${gateway.dataUrl}${path}`, {
    method: 'POST',
    headers: {
      'vectorgate-token': token,
      'vectorgate-upstream': knownAs,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });

test(`invariant 4: ${kills} times kill -9 under load, and every acknowledged operation is in the log`, async (context) => {
  const token = await world.workload('load');
  const acknowledged = new Set<string>();
  /** Ids whose upsert was acknowledged. */
  const told = new Set<string>();
  let collection = '';
  for (let round = 0; round < kills; round++) {
    const gateway = await startGatewayProcess(world.configurationFile);
    if (collection === '') {
      const created = await post(gateway, token, collections, { name: 'load', get_or_create: true });
      assert.equal(created.status, 200);
      collection = ((await created.json()) as { id: string }).id;
    }
    let stopped = false;
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; !stopped; n++) {
        const path = `${collections}/${collection}/${n % 3 === 0 ? 'get' : 'upsert'}`;
        const body =
          n % 3 === 0
            ? { ids: [`r${round}-w${writer}-1`], include: ['documents'] }
            : { ids: [`r${round}-w${writer}-${n}`], embeddings: [[1, 2, 3]], documents: ['made up'] };
        try {
          const response = await post(gateway, token, path, body);
          await response.arrayBuffer();
          const decision = response.headers.get('vectorgate-decision');
          assert.equal(response.status, 200);
          assert.ok(decision);
          acknowledged.add(decision);
          if (n % 3 !== 0) told.add(`r${round}-w${writer}-${n}`);
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          return;
        }
      }
    };
    const running = Array.from({ length: writers }, (_, writer) => write(writer));
    const before = acknowledged.size;
    await until('the load is under way', () => acknowledged.size >= before + perRun);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    await gateway.kill();
    stopped = true;
    await Promise.all(running);
  }

  // A clean start repairs the tail, and what it finds is what everybody was told.
  const gateway = await startGatewayProcess(world.configurationFile);
  assert.equal(await gateway.stop(), 0);
  const records = join(world.folder, 'data', 'records');
  const verified = await verifyRecords(records);
  assert.equal(verified.ok, true, verified.text);
  const headers = await readAllHeaders(world.configurationFile);
  const outcomes = new Set(headers.filter((h) => h.kind === 'outcome').map((h) => h.id));
  const missing = [...acknowledged].filter((id) => !outcomes.has(id));
  assert.ok(acknowledged.size >= kills * perRun, `${acknowledged.size} operations were acknowledged`);
  assert.deepEqual(missing, []);
  // What the store holds and nobody was told of must show: as "outcome unknown", or, when the kill came between the
  // record and its delivery, as delivered. Never as nothing.
  const changes = headers.filter((h) => h.operations.some(({ classes }) => classes.includes('upsert')));
  const unknown = changes.filter((h) => h.outcome === 'unknown');
  const untold = changes.filter((h) => h.outcome === 'delivered' && !acknowledged.has(h.id));
  const ids = await storedIds(world.chroma.url, collection);
  const halfDone = ids.filter((id) => !told.has(id));
  assert.ok(told.size > 0 && [...told].every((id) => ids.includes(id)));
  assert.ok(
    halfDone.length <= unknown.length + untold.length,
    `${halfDone.length} half-done writes, ${unknown.length} unknown outcomes, ${untold.length} not told`,
  );
  context.diagnostic(
    `${acknowledged.size} operations acknowledged in ${kills} runs, 0 lost; ${unknown.length} with an unknown outcome, ${untold.length} recorded and not told`,
  );
});
