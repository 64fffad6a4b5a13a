import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { policyOf } from '../../harness/policies.ts';
import {
  type QdrantWorld,
  qdrantGrpcName,
  qdrantName,
  startQdrantWorld,
  withoutQdrant,
} from '../../harness/qdrant-world.ts';
import { runPython } from '../../harness/run-python.ts';
import type { SignedIn } from '../../harness/sign-in.ts';

const largest = '18446744073709551615';
const policies = {
  main: policyOf(
    [
      'analysts-read',
      'effect: allow, principals: { groups: [analysts] }, resources: { connections: [vectors], collections: [cases] }, operations: [read], limits: { topK: 50 }',
    ],
    [
      'own-tenant',
      'effect: guard, resources: { collections: [cases] }, require: { filter: { tenant: { claim: tenant } } }',
    ],
    [
      'contact-is-masked',
      'effect: guard, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }]',
    ],
  ),
};

suite('Qdrant, governed', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let ana: SignedIn;
  before(async () => {
    world = await startQdrantWorld({ policies });
    ana = await world.signIn('ana');
    for (const name of ['cases', 'secret'])
      await world.straight('PUT', `/collections/${name}`, { vectors: { size: 2, distance: 'Dot' } });
    await world.straight(
      'PUT',
      '/collections/cases/points?wait=true',
      `{"points":[
        {"id":${largest},"vector":[1,0],"payload":{"tenant":"acme","email":"a@example.com","n":${largest}}},
        {"id":7,"vector":[0,1],"payload":{"tenant":"globex","email":"g@example.com"}}]}`,
    );
  });
  after(() => world?.close());

  test('the real client shows why, whole, and what she may see comes masked with its ids whole', async () => {
    const port = new URL(world.gateway?.dataUrl ?? '').port;
    const program = new URL('./told.py', import.meta.url).pathname;
    const said = (await runPython(program, ['rest', port, ana.accessToken, qdrantName])) as Record<
      string,
      unknown
    >;
    const telling = {
      'signed out':
        /^UnexpectedResponse: Unexpected Response: 401 \(Unauthorized\)[\s\S]*VectorGate: you are not signed in, so qdrant\.internal is closed\./,
      'no permit': /403 \(Forbidden\)[\s\S]*VectorGate: search of secret refused: .*Decision \w{26}\./,
      masked:
        /VectorGate: scan of cases refused: email is masked for you, so you may not filter by it \(rule contact-is-masked\)\. Decision \w{26}\./,
      limit: /VectorGate: search of cases refused: limit 500 is above your limit of 50.*Decision \w{26}\./,
      delete: /VectorGate: schema change of cases refused: .*Decision \w{26}\./,
    };
    for (const [what, text] of Object.entries(telling)) {
      assert.match(String(said[what]), text);
      assert.doesNotMatch(String(said[what]), /\\x| \.\.\.'$/, 'nothing is cut or coded');
    }
    assert.deepEqual(said.ids, [largest]);
    assert.deepEqual(said.collections, ['cases']);
    const [payload] = said.payloads as { email: string; tenant: string }[];
    assert.deepEqual([payload?.email, payload?.tenant], ['«redacted»', 'acme']);
  });

  test('the same over gRPC', async () => {
    const port = new URL(world.gateway?.dataUrl ?? '').port;
    const program = new URL('./told.py', import.meta.url).pathname;
    const said = (await runPython(program, ['grpc', port, ana.accessToken, qdrantGrpcName])) as Record<
      string,
      unknown
    >;
    const telling = {
      'signed out':
        /StatusCode\.UNAUTHENTICATED[\s\S]*VectorGate: you are not signed in, so qdrant\.internal is closed\.\n?[\s\S]*sign in/,
      'no permit':
        /StatusCode\.PERMISSION_DENIED[\s\S]*VectorGate: search of secret refused: [\s\S]*Decision \w{26}\./,
      masked:
        /VectorGate: scan of cases refused: email is masked for you, so you may not filter by it \(rule contact-is-masked\)\.[\s\S]*Decision \w{26}\./,
      limit:
        /VectorGate: search of cases refused: limit 500 is above your limit of 50[\s\S]*Decision \w{26}\./,
      delete: /VectorGate: schema change of cases refused: [\s\S]*Decision \w{26}\./,
    };
    for (const [what, text] of Object.entries(telling)) assert.match(String(said[what]), text);
    assert.deepEqual(said.ids, [largest]);
    assert.deepEqual(said.collections, ['cases']);
    const [payload] = said.payloads as { email: string; tenant: string; n: number }[];
    assert.deepEqual([payload?.email, payload?.tenant], ['«redacted»', 'acme']);
  });

  test('invariant 5: the store’s key is the gateway’s alone, and never in an answer', async () => {
    const without = await fetch(`${world.qdrant.url}/collections`);
    assert.equal(without.status, 401);
    await without.body?.cancel();
    const through = await world.viaGate(ana.accessToken, 'GET', '/collections');
    assert.equal(through.status, 200);
    assert.doesNotMatch(JSON.stringify([...through.headers]) + (await through.text()), /the-key-that-only/);
  });

  test('a query is narrowed before it is forwarded, and its record says by what', async () => {
    const answer = await world.viaGate(ana.accessToken, 'POST', '/collections/cases/points/query', {
      query: [1, 0],
      with_payload: true,
      limit: 5,
    });
    const decision = answer.headers.get('vectorgate-decision');
    const { result } = (await answer.json()) as { result: { points: { payload: { tenant: string } }[] } };
    assert.deepEqual(
      result.points.map(({ payload }) => payload.tenant),
      ['acme'],
    );
    const record = (await (await world.api(ana.accessToken, `/api/v1/records/${decision}`)).json()) as {
      operations?: readonly { name: string; store: string }[];
    };
    assert.match(JSON.stringify(record), /query_points/);
    assert.match(JSON.stringify(record), /own-tenant/);
  });
});
