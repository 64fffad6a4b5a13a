import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { storedIds } from '../harness/store-collection.ts';
import { type Fault, injectAll } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';

let world: FaultWorld;
/** Says where the gateway kills itself. */
let order: string;

before(async () => {
  order = join(await mkdtemp(join(tmpdir(), 'vectorgate-kill-')), 'order');
  world = await FaultWorld.start({
    node: ['--import', new URL('./kill-at.mjs', import.meta.url).href],
    environment: { VECTORGATE_TEST_KILL_AT: order },
  });
});
after(async () => {
  await world?.close();
  await rm(dirname(order), { recursive: true });
});

interface Newest {
  readonly outcome?: string;
  readonly kind: string;
}

/** The newest record of the service, as the API tells it. */
async function newest(): Promise<Newest | undefined> {
  const response = await world.world.api(world.token, '/api/v1/records?limit=1');
  assert.equal(response.status, 200, await response.clone().text());
  return ((await response.json()) as { records: Newest[] }).records[0];
}

interface Stage {
  readonly name: string;
  readonly injected: string;
  readonly arm: () => Promise<unknown>;
  /** What the newest record's outcome may be after the next start. */
  readonly outcome: string;
  readonly stored: boolean;
}

const at = (op: 'write' | 'sync', when: 'before' | 'after', nth: number) => () =>
  writeFile(order, JSON.stringify({ op, when, nth }));

const stages: readonly Stage[] = [
  {
    name: 'killed before the intent is written',
    injected: 'SIGKILL of itself before its first write to the log',
    arm: at('write', 'before', 1),
    outcome: 'delivered',
    stored: false,
  },
  {
    name: 'killed when the intent is durable, before the change goes to the store',
    injected: 'SIGKILL of itself when the first sync is done, before anybody is told',
    arm: at('sync', 'after', 1),
    outcome: 'unknown',
    stored: false,
  },
  {
    name: 'killed when the change is at the store',
    injected: 'SIGKILL when the store has the request; the store goes on and does it',
    arm: async () => {
      const { pid } = world.gateway;
      world.store.misbehave(async ({ ask }) => {
        process.kill(pid, 'SIGKILL');
        await ask();
      });
    },
    outcome: 'unknown',
    stored: true,
  },
  {
    name: 'killed when the answer is masked, before it is recorded',
    injected: 'SIGKILL of itself before its second write to the log',
    arm: at('write', 'before', 2),
    outcome: 'unknown',
    stored: true,
  },
  {
    name: 'killed when the answer is recorded, before it is delivered',
    injected: 'SIGKILL of itself when the second sync is done, before anybody is told',
    arm: at('sync', 'after', 2),
    outcome: 'delivered',
    stored: true,
  },
];

const faultOf = ({ name, injected, arm, outcome, stored }: Stage): Fault => ({
  name,
  injected,
  run: async () => {
    // A run that is known: its key is not made on the way. The newest record before is a delivered one.
    assert.equal((await world.write()).status, 200);
    const before = await storedIds(world.world.chroma.url, world.collection);
    await arm();
    const { ended } = world.gateway;
    const failed = await world.write().then(
      ({ line }) => line,
      (error: Error) => error,
    );
    assert.ok(failed instanceof Error, `the gateway was not killed: ${failed}`);
    assert.equal(await ended, null, 'ended by the signal');
    await rm(order, { force: true });
    world.store.misbehave(undefined);
    await world.startGateway();
    const found = await newest();
    assert.equal(found?.outcome, outcome);
    const now = await storedIds(world.world.chroma.url, world.collection);
    assert.equal(now.length - before.length, stored ? 1 : 0);
    const served = await world.recovers();
    return {
      saw: 'a connection that broke off',
      recorded: `${outcome === 'unknown' ? 'an intent, outcome unknown' : stored ? 'delivered' : 'nothing'}; the store has ${stored ? 'made the change' : 'nothing of it'}`,
      restart: `it was killed: the next start serves ${served}`,
    };
  },
});

test('invariant 4: killed at any stage, the log says what is known of a change, and nothing more', (context) =>
  injectAll(context, 'kill -9 at each stage of a change', stages.map(faultOf), () => world.nothingIsLost()));
