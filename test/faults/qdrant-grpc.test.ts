import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { fromBinary } from '@bufbuild/protobuf';
import { GetResponseSchema } from '@qdrant/js-client-grpc';
import { permitEverything, policyOf } from '../harness/policies.ts';
import * as grpc from '../harness/qdrant-grpc-calls.ts';
import { id, stored, whole } from '../harness/qdrant-grpc-calls.ts';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../harness/qdrant-world.ts';
import type { UnaryAnswer } from '../harness/unary-call.ts';
import { until } from '../harness/until.ts';

/** What gRPC calls a fault of what is behind the gate: no client tries again by itself. */
const internal = 13;

suite('Faults of a Qdrant server over gRPC', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let token: string;
  before(async () => {
    world = await startQdrantWorld({
      policies: { all: policyOf(permitEverything('all', 'services: ["ci:all"]', 'vectors')) },
      straightToServer: true,
    });
    token = await world.workload('all');
    await world.straight('PUT', '/collections/cases', { vectors: { size: 3, distance: 'Dot' } });
  });
  after(() => world?.close());

  const send = ({ method, message }: grpc.GrpcCall): Promise<UnaryAnswer> =>
    world.viaGrpc(token, method, message);
  const upsert = (num: bigint): Promise<UnaryAnswer> =>
    send(grpc.upsert({ points: [{ id: id(num), vectors: stored(1, 2, 3), payload: { n: whole(num) } }] }));

  test('it ends in the midst of writes and comes back: told in gRPC’s words, healed without us', async (context) => {
    const seen = new Map<bigint, number>();
    let last = 0n;
    let stop = false;
    const count = (status: number): number => [...seen.values()].filter((one) => one === status).length;
    const writers = Array.from({ length: 4 }, async () => {
      while (!stop) {
        const mine = ++last;
        const { status, details } = await upsert(mine);
        seen.set(mine, status);
        if (status === 0) continue;
        assert.equal(status, internal, details);
        assert.match(details, /^VectorGate: .*\n.*Decision \w{26}\.$/s);
      }
    });
    await until('some writes are done', () => count(0) > 20);
    await world.stopServer();
    await until('some writes are refused', () => count(internal) > 5);
    await world.startServer();
    const before = count(0);
    await until('writes go on', () => count(0) > before + 20, 30);
    stop = true;
    await Promise.all(writers);
    // What was acknowledged is there; what was refused may be there, and was told so.
    const acknowledged = [...seen].filter(([, status]) => status === 0).map(([num]) => num);
    const { method, message } = grpc.get({ ids: acknowledged.map(id) });
    const found = await world.straightGrpc(method, message);
    assert.equal(fromBinary(GetResponseSchema, found.message!).result.length, acknowledged.length);
    context.diagnostic(
      `Faults of a Qdrant server over gRPC\n  ends in the midst of writes: ${acknowledged.length} acknowledged, ${seen.size - acknowledged.length} refused, 0 lost`,
    );
  });

  test('a server that is down is told, and healed by the next call', async () => {
    await world.stopServer();
    for (const call of [grpc.scroll(), grpc.get(), grpc.listCollections()]) {
      const { status, details } = await send(call);
      assert.equal(status, internal, details);
      assert.match(
        details,
        /^VectorGate: the store behind vectors (does not answer|broke its answer off)\.\n.*Decision \w{26}\.$/,
      );
    }
    await world.startServer();
    const { status, details } = await send(grpc.scroll());
    assert.equal(status, 0, details);
  });
});
