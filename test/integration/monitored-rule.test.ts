import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { startWorld, type World } from '../harness/world.ts';

interface Header {
  readonly outcome: string;
  readonly decision: {
    readonly effect: string;
    readonly code?: string;
    readonly mode: string;
    readonly rules: readonly { readonly rule: string }[];
    readonly monitored?: {
      readonly effect: string;
      readonly code?: string;
      readonly rules: readonly { readonly rule: string }[];
    };
  };
}

let world: World;
let token: string;
const ids: Record<string, string> = {};

const reads = (id: string, collection: string, rest = ''): readonly [string, string] => [
  id,
  `effect: allow, principals: { services: ["ci:reader"] }, resources: { connections: [insights], collections: [${collection}] }, operations: [read]${rest}`,
];

before(async () => {
  world = await startWorld({
    policies: {
      main: policyOf(
        reads('reads', '"watched-*"'),
        reads('reads-one-day', 'closed', ', mode: monitor'),
        ['will-deny', 'effect: deny, resources: { collections: [watched-deny] }, mode: monitor'],
        [
          'will-mask',
          'effect: guard, resources: { collections: [watched-mask] }, mask: [{ fields: [email], method: redact }], mode: monitor',
        ],
      ),
    },
  });
  for (const name of ['watched-deny', 'watched-mask', 'closed']) {
    ids[name] = await makeCollection(world.chroma.url, name, {
      ids: ['1'],
      embeddings: [[1, 0]],
      metadatas: [{ email: 'ana@acme.example' }],
    });
  }
  token = await world.workload('reader');
});
after(() => world?.close());

async function get(
  name: string,
  body: object = {},
): Promise<{ response: Response; header: Header; decision: string }> {
  const response = await world.call(token, 'POST', `${collections}/${ids[name]}/get`, { limit: 1, ...body });
  const record = await world.api(
    token,
    `/api/v1/records/${response.headers.get('vectorgate-decision') ?? ''}`,
  );
  const { header, decision } = (await record.json()) as { header: Header; decision: unknown };
  return { response, header, decision: JSON.stringify(decision) };
}

test('invariant 8, golden case 25: a monitored deny lets pass and records a second decision', async () => {
  const { response, header } = await get('watched-deny');
  assert.equal(response.status, 200);
  assert.deepEqual(
    [header.decision.effect, header.decision.mode, header.outcome],
    ['allow', 'enforce', 'delivered'],
  );
  assert.deepEqual(
    header.decision.rules.map(({ rule }) => rule),
    ['reads'],
  );
  assert.deepEqual([header.decision.monitored?.effect, header.decision.monitored?.code], ['deny', 'denied']);
  assert.ok(header.decision.monitored?.rules.some(({ rule }) => rule === 'will-deny'));
});

test('invariant 8: a monitored mask hides nothing, and a filter that it would refuse passes; both are recorded', async () => {
  const plain = await get('watched-mask');
  assert.match(await plain.response.text(), /ana@acme\.example/);
  assert.equal(plain.response.headers.get('vectorgate-notice'), null);
  assert.equal(plain.header.decision.monitored?.effect, 'allow');
  assert.match(plain.decision, /"monitored":.*"masks":\[\{.*"email"/);

  const filtered = await get('watched-mask', { where: { email: 'ana@acme.example' } });
  assert.equal(filtered.response.status, 200);
  assert.deepEqual(
    [filtered.header.decision.effect, filtered.header.decision.monitored?.code],
    ['allow', 'masked-field-referenced'],
  );
});

test('invariant 8, golden case 25: a monitored permit permits nothing, and the record says that it would have', async () => {
  const { response, header } = await get('closed');
  assert.equal(response.status, 403);
  assert.deepEqual([header.decision.effect, header.decision.code], ['deny', 'no-permit']);
  assert.equal(header.decision.monitored?.effect, 'allow');
});

test('where no monitored rule matters there is no second decision', async () => {
  const { response } = await get('watched-mask');
  assert.equal(response.status, 200);
  const described = await world.call(token, 'GET', '/api/v2/heartbeat');
  const record = await world.api(
    token,
    `/api/v1/records/${described.headers.get('vectorgate-decision') ?? ''}`,
  );
  const { header } = (await record.json()) as { header: Header };
  assert.equal(header.decision.effect, 'allow');
  assert.equal(header.decision.monitored, undefined);
});
