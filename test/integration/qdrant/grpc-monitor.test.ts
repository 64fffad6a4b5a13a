import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { policyOf } from '../../harness/policies.ts';
import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import { has, id, points, stored, text, vector, where } from '../../harness/qdrant-grpc-calls.ts';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../../harness/qdrant-world.ts';

/** Rules that would refuse, filter, lower, mask and slow down nearly everything of these calls. */
const policy = policyOf(
  [
    'reads',
    'effect: allow, principals: { services: ["ci:watched"] }, resources: { connections: [vectors], collections: [cases] }, operations: [search, fetch, scan], limits: { topK: 2 }',
  ],
  [
    'own-tenant',
    'effect: guard, resources: { collections: [cases] }, require: { filter: { tenant: acme } }, limits: { rate: 2/day }',
  ],
  [
    'masked',
    'effect: guard, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }, { fields: [$vector], method: drop }]',
  ],
  ['closed', 'effect: deny, operations: [schema, delete-bulk]'],
);

interface Header {
  readonly outcome: string;
  readonly masked: readonly unknown[];
  readonly decision: { readonly effect: string; readonly code?: string; readonly mode: string };
}

suite('Qdrant over gRPC, watched', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let token: string;
  before(async () => {
    world = await startQdrantWorld({ policies: { main: policy }, mode: 'monitor' });
    token = await world.workload('watched');
    await world.straight('PUT', '/collections/cases', { vectors: { size: 3, distance: 'Dot' } });
    await world.straight('PUT', '/collections/cases/points?wait=true', {
      points: ['acme', 'globex'].map((tenant, i) => ({
        id: i + 1,
        vector,
        payload: { tenant, email: `ana@${tenant}.example` },
      })),
    });
    await world.straight('POST', '/collections/aliases', {
      actions: [{ create_alias: { collection_name: 'cases', alias_name: 'also' } }],
    });
  });
  after(() => world?.close());

  const recordOf = async (decision: string | undefined): Promise<{ header: Header; decision: string }> => {
    const found = await world.api(token, `/api/v1/records/${decision ?? ''}`);
    assert.equal(found.status, 200);
    const record = (await found.json()) as { header: Header; decision: unknown };
    return { header: record.header, decision: JSON.stringify(record.decision) };
  };

  test('invariant 8: no byte differs in either direction, and the record says what would have been', async () => {
    const mail = has('email', 'ana@acme.example');
    const watched: readonly (readonly [
      call: grpc.GrpcCall,
      effect: string,
      code: string | undefined,
      told: RegExp,
    ])[] = [
      [grpc.query({ limit: 50n }), 'deny', 'limit-exceeded', /limit/],
      [
        grpc.scroll({ limit: 2 }),
        'allow',
        undefined,
        /"filter":\{.*tenant.*"masks":\[\{.*email.*"rates":\[\{.*"count":2/,
      ],
      [grpc.get(), 'allow', undefined, /tenant/],
      [grpc.scroll({ filter: { must: [mail] } }), 'deny', 'masked-field-referenced', /email/],
      [
        grpc.upsert({
          points: [{ id: id(3n), vectors: stored(1, 2, 3), payload: { tenant: text('globex') } }],
        }),
        'deny',
        'no-permit',
        /./,
      ],
      [grpc.get({ ids: [id(1n)] }), 'deny', 'rate-exceeded', /limit of 2 per day \(rule own-tenant\)/],
      [grpc.scroll({ collectionName: 'also', limit: 2 }), 'deny', 'rate-exceeded', /own-tenant/],
      [grpc.listAliases(), 'allow', undefined, /./],
      [grpc.listCollections(), 'allow', undefined, /./],
      [
        grpc.setPayload({ payload: { email: text('«redacted» by hand') }, pointsSelector: points(3n) }),
        'deny',
        'redaction-marks',
        /its text carries/,
      ],
      [grpc.deletePoints({ points: where({ must: [has('tenant', 'globex')] }) }), 'deny', 'denied', /closed/],
    ];
    for (const [{ method, message }, effect, code, told] of watched) {
      world.recordedGrpc.passed.length = 0;
      const answer = await world.viaGrpc(token, method, message);
      const [passed, ...others] = world.recordedGrpc.passed;
      assert.deepEqual(others, [], `${method} reached the store once`);
      assert.deepEqual(passed?.requestBody.subarray(5), Buffer.from(message), `${method}: request`);
      assert.equal(passed?.path, `/${method}`);
      assert.equal(answer.status, 0, `${method}: ${answer.details}`);
      assert.deepEqual(answer.body, passed?.responseBody, `${method}: response`);
      assert.equal(answer.metadata['vectorgate-notice'], undefined, `${method}: nothing was changed`);
      const { header, decision } = await recordOf(answer.metadata['vectorgate-decision']);
      assert.deepEqual(
        [header.decision.mode, header.decision.effect, header.decision.code, header.outcome],
        ['monitor', effect, code, 'delivered'],
        method,
      );
      assert.deepEqual(header.masked, []);
      assert.match(decision, told, method);
    }
    const left = await world.straight('POST', '/collections/cases/points/count', {});
    assert.equal(((await left.json()) as { result: { count: number } }).result.count, 1, 'writes took place');
  });

  test('invariant 8: an error of the store passes as it came', async () => {
    const { method, message } = grpc.query({ using: 'nobody' });
    const [gate, direct] = [
      await world.viaGrpc(token, method, message),
      await world.straightGrpc(method, message),
    ];
    assert.deepEqual([gate.status, gate.details], [direct.status, direct.details]);
    assert.notEqual(gate.status, 0);
  });

  test('invariant 8: who cannot be identified and what cannot be read is refused here too', async () => {
    const { method, message } = grpc.scroll();
    const tried = [
      ['nobody', 16, undefined, method, message],
      ['a token of nobody', 16, 'x.y.z', method, message],
      ['a field twice', 3, token, method, Buffer.concat([message, Buffer.from([0x20, 1])])],
      ['an unknown field', 3, token, method, Buffer.concat([message, Buffer.from([0xa0, 0x06, 1])])],
      ['an unknown method', 3, token, 'qdrant.Points/Export', message],
      ['raw files', 3, token, 'qdrant.StorageRead/ReadWhole', new Uint8Array()],
    ] as const;
    for (const [name, status, as, to, bytes] of tried) {
      world.recordedGrpc.passed.length = 0;
      const answer = await world.viaGrpc(as, to, bytes);
      assert.equal(answer.status, status, `${name}: ${answer.details}`);
      assert.match(answer.details, /^VectorGate: .+\n.+/);
      assert.deepEqual(world.recordedGrpc.passed, [], `${name}: nothing was forwarded`);
    }
  });
});
