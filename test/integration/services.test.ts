import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { policyOf } from '../harness/policies.ts';
import { runPython } from '../harness/run-python.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { audience, knownAs, startWorld, type World } from '../harness/world.ts';

let world: World;
let id: string;
let ingest: string;

before(async () => {
  const reads = (rule: string, principals: string): readonly [string, string] => [
    rule,
    `effect: allow, principals: { ${principals} }, resources: { connections: [insights], collections: [notes] }, operations: [read]`,
  ];
  world = await startWorld({
    policies: {
      main: policyOf(
        reads('pipeline-reads', 'services: ["ci:ingest"]'),
        reads('analysts-read', 'groups: [analysts]'),
        reads('nightly-reads', 'groups: ["ci:nightly"]'),
        reads('ana-reads', 'subjects: [ana]'),
      ),
    },
  });
  id = await makeCollection(world.chroma.url, 'notes', { ids: ['1'], embeddings: [[1, 0]] });
  ingest = await world.workload('ingest');
});
after(() => world?.close());

const get = (token: string | undefined, headers: Record<string, string> = {}): Promise<Response> =>
  world.call(token, 'POST', `${collections}/${id}/get`, { limit: 1 }, headers);

test('a service is known by our header, and by the places where the store’s own client puts its key', async () => {
  const places: readonly (readonly [string, string | undefined, Record<string, string>])[] = [
    ['our header', ingest, {}],
    ['Authorization', undefined, { authorization: `Bearer ${ingest}` }],
    ['X-Chroma-Token', undefined, { 'x-chroma-token': ingest }],
  ];
  for (const [place, token, headers] of places) {
    const response = await get(token, headers);
    assert.equal(response.status, 200, place);
    const record = await world.api(
      ingest,
      `/api/v1/records/${response.headers.get('vectorgate-decision') ?? ''}`,
    );
    const { who } = ((await record.json()) as { header: { who: unknown } }).header as {
      who: Record<string, unknown>;
    };
    assert.deepEqual([who.issuer, who.subject, who.kind], ['ci', 'ingest', 'service'], place);
  }
  // Our own header counts when both are there; a bad one is not made good by the other.
  assert.equal((await get('x.y.z', { authorization: `Bearer ${ingest}` })).status, 401);
  assert.equal((await get(ingest, { authorization: 'Bearer the-stores-old-key' })).status, 200);
});

test('invariant 6: the real client without our shim gets in by its own settings, and is refused in its own exception, once', async () => {
  const program = new URL('./services/own_key_place.py', import.meta.url).pathname;
  const stranger = await world.workload('stranger');
  const port = new URL(world.gateway?.dataUrl ?? '').port;
  const seen = (await runPython(program, [port, knownAs, ingest, stranger])) as Record<string, unknown>;
  assert.deepEqual(seen.authorization, { ids: ['1'] });
  assert.deepEqual(seen.token, { ids: ['1'] });
  const nobody = seen.nobody as { error: string; text: string };
  assert.equal(nobody.error, 'ChromaAuthError');
  assert.match(nobody.text, /^VectorGate: you are not signed in, so chroma\.internal is closed\.\n/);
  const refused = seen.stranger as { error: string; text: string };
  assert.equal(refused.error, 'ChromaAuthError');
  assert.match(refused.text, /^VectorGate: .*\n.*Decision [0-9A-Z]{26}\./);
  const recorded = await (await world.api(stranger, '/api/v1/records')).json();
  const asked = (recorded as { records: { operations: { name: string }[] }[] }).records.map(
    ({ operations }) => operations.map(({ name }) => name).join(),
  );
  assert.ok(asked.length > 0);
  assert.equal(new Set(asked).size, asked.length, `no refused request is repeated: ${asked.join(' ')}`);
});

test('golden case 17: a group or a name of another issuer is not the company’s, whatever it is called', async () => {
  const tried: readonly (readonly [string, string, Record<string, unknown>, number])[] = [
    ['a service whose group has the name of the people’s', 'robot', { groups: ['analysts'] }, 403],
    ['a service whose subject has a person’s name', 'ana', {}, 403],
    [
      'a service that spells the people’s issuer before its group',
      'robot',
      { groups: ['people:analysts'] },
      403,
    ],
    ['a service that spells its own issuer before its group', 'robot', { groups: ['ci:nightly'] }, 403],
    ['a service of the group that policy names by its issuer', 'robot', { groups: ['nightly'] }, 200],
  ];
  for (const [what, subject, claims, status] of tried) {
    const response = await get(await world.workload(subject, claims));
    assert.equal(response.status, status, `${what}: ${await response.text()}`);
  }
  // And the other way round: nobody of the company is the service.
  world.people.setGroups('ola', ['ci:nightly', 'nightly']);
  const ola = await world.signIn('ola');
  assert.equal((await get(ola.accessToken)).status, 403);
  const ana = await world.signIn('ana');
  assert.equal((await get(ana.accessToken)).status, 200);
});

test('a token of the people’s provider is no service’s, even with the right audience', async () => {
  const minted = await world.people.mintWorkloadToken({ subject: 'ana', audience });
  assert.equal((await get(minted)).status, 401);
});
