import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { decodeJwt } from 'jose';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import * as grpc from '../../harness/qdrant-grpc-calls.ts';
import {
  byId,
  collectionName,
  id,
  nearestTo,
  points,
  stored,
  vector,
  where,
  whole,
} from '../../harness/qdrant-grpc-calls.ts';
import { type QdrantWorld, qdrantKey, startQdrantWorld, withoutQdrant } from '../../harness/qdrant-world.ts';
import { UnaryCalls } from '../../harness/unary-call.ts';

/* The second fence over gRPC: the server itself allows each call no more than what was decided. */

suite('Qdrant over gRPC with a token for each request', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let token: string;
  before(async () => {
    world = await startQdrantWorld({
      policies: { all: policyOf(permitEverything('all', 'services: ["ci:all"]', 'vectors')) },
      tokens: true,
    });
    token = await world.workload('all');
    for (const name of ['cases', 'other']) {
      await world.straight('PUT', `/collections/${name}`, { vectors: { size: 3, distance: 'Dot' } });
      await world.straight('PUT', `/collections/${name}/points?wait=true`, {
        points: [1, 2].map((one) => ({ id: one, vector, payload: { n: one } })),
      });
    }
    await world.straight('PUT', '/collections/cases/index?wait=true', {
      field_name: 'n',
      field_schema: 'integer',
    });
    await world.straight('POST', '/collections/aliases', {
      actions: [{ create_alias: { collection_name: 'cases', alias_name: 'also' } }],
    });
  });
  after(() => world?.close());

  const as = async ({ method, message }: grpc.GrpcCall): Promise<Readonly<Record<string, string>>> => {
    const answer = await world.viaGrpc(token, method, message);
    assert.equal(answer.status, 0, `${method}: ${answer.details}`);
    return answer.metadata;
  };
  /** The credential that the last call of a method carried. */
  const shown = (method: string): string => {
    const last = world.recordedGrpc.passed.findLast(({ path }) => path === `/${method}`);
    return String(last?.headers['api-key'] ?? '');
  };
  const only = (mode: string): unknown => [{ collection: 'cases', access: mode }];

  test('each call carries what it needs and no more, and every kind of call passes', async () => {
    const onePoint = { points: [{ id: id(1n), vectors: stored(1, 0, 0), payload: { n: whole(1n) } }] };
    const calls: readonly (readonly [grpc.GrpcCall, unknown])[] = [
      [grpc.query(), only('r')],
      [grpc.queryBatch({ queryPoints: [{ collectionName, query: nearestTo(1n) }] }), only('r')],
      [grpc.queryGroups(), only('r')],
      [
        grpc.query({ query: nearestTo(1n), lookupFrom: { collectionName: 'other' } }),
        [
          { collection: 'cases', access: 'r' },
          { collection: 'other', access: 'r' },
        ],
      ],
      [grpc.search(), only('r')],
      [grpc.searchBatch({ searchPoints: [{ collectionName, vector, limit: 1n }] }), only('r')],
      [grpc.recommend(), only('r')],
      [grpc.scroll(), only('r')],
      [grpc.count(), only('r')],
      [grpc.facet(), only('r')],
      [grpc.matrixPairs(), only('r')],
      [grpc.get(), only('r')],
      [grpc.upsert(onePoint), only('rw')],
      [grpc.setPayload({ payload: { m: whole(1n) }, pointsSelector: points(1n) }), only('rw')],
      [grpc.overwritePayload({ payload: { n: whole(1n) }, pointsSelector: points(1n) }), only('rw')],
      [grpc.deletePayload({ keys: ['m'], pointsSelector: points(1n) }), only('rw')],
      [grpc.clearPayload({ points: points(2n) }), only('rw')],
      [grpc.updateVectors({ points: [{ id: id(1n), vectors: stored(1, 1, 1) }] }), only('rw')],
      [
        grpc.updateBatch({
          operations: [{ operation: { case: 'deletePoints', value: { points: points(2n) } } }],
        }),
        only('rw'),
      ],
      [grpc.deletePoints({ points: where({ must: [grpc.has('n', 'x')] }) }), only('rw')],
      [grpc.createFieldIndex({ fieldName: 'm', fieldType: 1 }), only('rw')],
      [grpc.deleteFieldIndex({ fieldName: 'm' }), only('rw')],
      [grpc.collectionInfo(), only('r')],
      [grpc.collectionExists(), only('r')],
      [grpc.collectionAliases(), only('r')],
      [grpc.listCollections(), 'r'],
      [grpc.listAliases(), 'r'],
      [grpc.raw('qdrant.Qdrant/HealthCheck'), 'r'],
      [grpc.listSnapshots(), 'm'],
      [grpc.listFullSnapshots(), 'm'],
      [grpc.updateCollection({ optimizersConfig: { indexingThreshold: 10_000n } }), 'm'],
      [
        grpc.updateAliases({
          actions: [
            {
              action: {
                case: 'createAlias',
                value: { collectionName: 'cases', aliasName: 'once-more' },
              },
            },
          ],
        }),
        'm',
      ],
      // An alias is resolved: the token names the collection, and so does the message.
      [grpc.scroll({ collectionName: 'also' }), only('r')],
      [grpc.deleteCollection({ collectionName: 'other' }), 'm'],
    ];
    for (const [call, expected] of calls) {
      const told = await as(call);
      const credential = shown(call.method);
      assert.deepEqual(decodeJwt(credential).access, expected, call.method);
      assert.ok(!JSON.stringify(told).includes(credential), 'the caller is not told it');
    }
    const last = world.recordedGrpc.passed.findLast(({ path }) => path === '/qdrant.Points/Scroll');
    assert.ok(last?.requestBody.includes('cases') && !last.requestBody.includes('also'));
  });

  test('invariant 5: the server itself refuses a token elsewhere, and the key never goes over the line', async () => {
    await as(grpc.scroll());
    const reading = shown('qdrant.Points/Scroll');
    const { exp = 0 } = decodeJwt(reading);
    assert.ok(exp - Date.now() / 1000 <= 61, 'it counts for a minute');
    await world.straight('PUT', '/collections/hidden', { vectors: { size: 3, distance: 'Dot' } });
    const direct = new UnaryCalls(world.qdrant.grpcUrl);
    const straight = async ({ method, message }: grpc.GrpcCall): Promise<number> =>
      (await direct.call(method, message, { headers: { 'api-key': reading } })).status;
    assert.equal(await straight(grpc.scroll()), 0);
    const forbidden = 7;
    assert.equal(await straight(grpc.scroll({ collectionName: 'hidden' })), forbidden);
    assert.equal(
      await straight(
        grpc.query({
          query: { variant: { case: 'nearest', value: byId(1n) } },
          lookupFrom: { collectionName: 'hidden' },
        }),
      ),
      forbidden,
    );
    assert.equal(await straight(grpc.deletePoints({ points: points(1n) })), forbidden);
    direct.close();
    const heads = JSON.stringify(world.recordedGrpc.passed.map(({ headers }) => headers));
    assert.ok(!heads.includes(qdrantKey));
  });

  test('invariant 5: what the caller is told of an error does not quote the credential', async () => {
    await as(grpc.scroll());
    const { method, message } = grpc.scroll({ collectionName: 'nobody-knows' });
    const answer = await world.viaGrpc(token, method, message);
    assert.notEqual(answer.status, 0);
    assert.ok(!JSON.stringify([answer.details, answer.metadata]).includes(shown(method)));
  });
});
