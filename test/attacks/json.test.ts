import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Random } from '../../demo/src/data/random.ts';
import { chromaOperations } from '../../gateway/src/protocols/chroma/operations.ts';
import { allowEverything } from '../harness/policies.ts';
import { makeCollection } from '../harness/store-collection.ts';
import { until } from '../harness/until.ts';
import { type Attack, type Outcome, tryAll } from './attack-table.ts';
import { type AttackWorld, assertOpen, startAttackWorld } from './attack-world.ts';
import { readFacts } from './inference/facts.ts';
import { readBodies } from './json/bodies.ts';
import { mutated } from './json/mutated.ts';
import { bodyOperations } from './json/operations.ts';
import { harmless, twists } from './json/twisted.ts';

let world: AttackWorld;
/** A service that may do everything: where it is refused, it is for what its body is. */
let everything: string;
before(async () => {
  world = await startAttackWorld();
  await world.writePolicy('everything', allowEverything('ci:everything'));
  everything = await world.workload('everything');
  await until('the further policy is in force', async () => {
    const path = `${world.collections}/${world.own}/get`;
    return (await world.call(everything, 'POST', path, { limit: 1 })).ok;
  });
});
after(() => world?.close());

const send = (base: string, method: string, path: string, bytes: Buffer, token?: string): Promise<Response> =>
  fetch(`${base}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && {
        'vectorgate-token': token,
        'vectorgate-upstream': 'chroma.internal:8000',
      }),
    },
    body: new Uint8Array(bytes),
  });

const atStore = (method: string, path: string, bytes: Buffer): Promise<Response> =>
  send(world.chroma.url, method, path, bytes);
const atGate = (method: string, path: string, bytes: Buffer, token: string): Promise<Response> =>
  send(world.gateway?.dataUrl ?? '', method, path, bytes, token);

/** How many records an answer of `get` or `query` has; undefined for a refusal. */
async function recordsIn(response: Response): Promise<number | undefined> {
  const answer = (await response.json().catch(() => undefined)) as { ids?: unknown[] } | undefined;
  return response.ok ? answer?.ids?.flat().length : undefined;
}

interface Reading {
  readonly page?: { readonly value: number | null };
  readonly topK?: { readonly value: number };
  readonly ids?: readonly string[];
}

/** What the gate took a request for, as its record says. */
async function readingOf(response: Response): Promise<Reading> {
  const id = response.headers.get('vectorgate-decision');
  const record = (await (await world.api(everything, `/api/v1/records/${id}`)).json()) as {
    readonly operations: { readonly operations: readonly Reading[] };
  };
  return record.operations.operations[0]!;
}

/** The most records that a request so read can give, of a collection that has more. */
function most({ page, topK, ids }: Reading): number {
  if (topK !== undefined) return topK.value;
  return ids === undefined ? (page?.value ?? Number.POSITIVE_INFINITY) : new Set(ids).size;
}

/** Sends a body to the gate and to the store alone, and tells whether the store did more than the gate had read. */
async function compare(route: 'get' | 'query', bytes: Buffer): Promise<Outcome> {
  const path = `${world.collections}/${world.own}/${route}`;
  const alone = await atStore('POST', path, bytes);
  const told = await recordsIn(alone);
  const store = `the store alone: ${told === undefined ? alone.status : `${told} records`}`;
  world.recorder.passed.length = 0;
  const response = await atGate('POST', path, bytes, everything);
  const forwarded = world.recorder.passed.find((p) => p.url === path);
  if (forwarded === undefined)
    return { passed: response.ok, seen: `${response.status}, refused by the gate; ${store}` };
  if (!forwarded.requestBody.equals(bytes)) return { passed: true, seen: 'other bytes went on' };
  if (told === undefined)
    return { passed: response.ok, seen: `${response.status}, read alike: the store refuses it too` };
  const bound = most(await readingOf(response));
  return { passed: told > bound, seen: `read alike: at most ${bound}; ${store}` };
}

test('invariant 1: JSON is refused, or read as the store reads it', async (context) => {
  await assertOpen(world);
  const { victim } = await readFacts(world);
  const attacks = readBodies(victim.embedding).map(
    ({ name, route, bytes }): Attack => ({
      name: `${name} (${route})`,
      run: async () => {
        const path = `${world.collections}/${world.own}/${route}`;
        const limited = await recordsIn(await atGate('POST', path, bytes, world.token));
        if (limited !== undefined && limited > 100)
          return { passed: true, seen: `${limited} records for an analyst` };
        return compare(route, bytes);
      },
    }),
  );
  assert.ok(attacks.length >= 57);
  await tryAll(context, 'JSON: each is refused, or the store reads it as the gate does', attacks);
});

test('invariant 1: JSON changed at random is read alike or refused', async (context) => {
  const seed = Number(process.env.VECTORGATE_TEST_SEED ?? 20_261_124);
  const random = new Random(seed);
  const plain = '{"limit":3,"offset":0,"include":[],"where":{"product":{"$ne":"x"}}}';
  const bodies = [
    plain,
    '{"ids":["CASE-0001","CASE-0002"],"include":[]}',
    '{"limit":2,"ids":null,"include":[]}',
  ];
  const count = process.env.VECTORGATE_TEST_DEEP === '1' ? 5_000 : 200;
  const found: string[] = [];
  let accepted = 0;
  for (let i = 0; i < count; i++) {
    const body = mutated(bodies[i % bodies.length]!, random);
    const { passed, seen } = await compare('get', Buffer.from(body));
    if (passed) found.push(`${JSON.stringify(body)}: ${seen}`);
    if (seen.startsWith('read alike: at most')) accepted++;
  }
  context.diagnostic(
    `JSON at random (seed ${seed}): ${accepted} read alike\n${count} tried, ${found.length} passed`,
  );
  assert.deepEqual(found, []);
  assert.ok(accepted > 0, 'some are still JSON that both read');
});

test('invariant 1: twisted JSON in every operation that has a body', async (context) => {
  const scratch = await makeCollection(world.chroma.url, 'json-scratch', {
    ids: ['a'],
    embeddings: [[1, 0]],
  });
  const operations = bodyOperations(scratch);
  const read = chromaOperations.filter(
    ({ judge, method }) => typeof judge === 'function' && method !== 'GET',
  );
  const bodiless = ['reset', 'delete_database', 'delete_collection'];
  assert.deepEqual(
    operations.map(({ id }) => id).sort(),
    read
      .map(({ id }) => id)
      .filter((id) => !bodiless.includes(id))
      .sort(),
    'every operation with a body is here',
  );
  let number = 0;
  const attacks: Attack[] = [];
  for (const { id, method, path, body } of operations) {
    const own = (): string => body.replaceAll('N', String(++number));
    // Read alike by everybody: it goes on byte for byte, and does what it does without a gate.
    const plain = harmless.of(own());
    world.recorder.passed.length = 0;
    const through = await atGate(method, path, plain, everything);
    const forwarded = world.recorder.passed.find((p) => p.url === path);
    assert.ok(forwarded?.requestBody.equals(plain), `${id}: ${await through.text()}`);
    assert.equal(through.status, (await atStore(method, path, harmless.of(own()))).status, id);
    for (const twist of twists) {
      attacks.push({
        name: `${id}: ${twist.name}`,
        run: async () => {
          const bytes = twist.of(own());
          world.recorder.passed.length = 0;
          const response = await atGate(method, path, bytes, everything);
          const passed = response.ok || world.recorder.passed.some((p) => p.url === path);
          const alone = await atStore(method, path, twist.of(own()));
          await alone.body?.cancel();
          return { passed, seen: `${response.status}; the store alone: ${alone.status}` };
        },
      });
    }
  }
  assert.ok(twists.length >= 10);
  await tryAll(
    context,
    'JSON: twisted bodies in every operation, refused before the store sees them',
    attacks,
  );
});
