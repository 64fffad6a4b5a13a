import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { permitEverything, policyOf } from '../harness/policies.ts';
import { type QdrantWorld, startQdrantWorld, withoutQdrant } from '../harness/qdrant-world.ts';
import { until } from '../harness/until.ts';

suite('Faults of a Qdrant server', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  let token: string;
  before(async () => {
    world = await startQdrantWorld({
      policies: { all: policyOf(permitEverything('all', 'services: ["ci:all"]', 'vectors')) },
    });
    token = await world.workload('all');
    await world.straight('PUT', '/collections/cases', { vectors: { size: 2, distance: 'Dot' } });
  });
  after(() => world?.close());

  const upsert = (id: number): Promise<Response> =>
    world.viaGate(token, 'PUT', '/collections/cases/points?wait=true', {
      points: [{ id, vector: [id, 1], payload: { n: id } }],
    });

  test('it ends in the midst of writes and comes back: told in its own shape, healed without us', async (context) => {
    const seen = new Map<number, number>();
    let id = 0;
    let stop = false;
    const writers = Array.from({ length: 4 }, async () => {
      while (!stop) {
        id++;
        const mine = id;
        const answer = await upsert(mine);
        const text = await answer.text();
        seen.set(mine, answer.status);
        if (answer.status !== 200) {
          assert.equal(answer.status, 503, text);
          const { status } = JSON.parse(text) as { status: { error: string } };
          assert.match(status.error, /^VectorGate: .* Decision \w{26}\.$/);
        }
      }
    });
    await until(
      'some writes are done',
      () => [...seen.values()].filter((status) => status === 200).length > 20,
    );
    await world.stopServer();
    await until(
      'some writes are refused',
      () => [...seen.values()].filter((status) => status === 503).length > 5,
    );
    await world.startServer();
    const before = [...seen.values()].filter((status) => status === 200).length;
    await until(
      'writes go on',
      () => [...seen.values()].filter((status) => status === 200).length > before + 20,
      30,
    );
    stop = true;
    await Promise.all(writers);
    // What was acknowledged is there; what was refused may be there, and was told so.
    const acknowledged = [...seen].filter(([, status]) => status === 200).map(([one]) => one);
    const found = (await (
      await world.straight('POST', '/collections/cases/points', { ids: acknowledged, with_payload: false })
    ).json()) as { result: readonly unknown[] };
    assert.equal(found.result.length, acknowledged.length);
    context.diagnostic(
      `Faults of a Qdrant server\n  ends in the midst of writes: ${acknowledged.length} acknowledged, ${seen.size - acknowledged.length} refused, 0 lost`,
    );
  });

  test('a server that is down is told, and healed by the next request', async () => {
    await world.stopServer();
    const refused = await world.viaGate(token, 'POST', '/collections/cases/points/scroll', {});
    assert.equal(refused.status, 503);
    assert.match(
      await refused.text(),
      /VectorGate: the store behind vectors (does not answer|broke its answer off)/,
    );
    await world.startServer();
    const answer = await world.viaGate(token, 'POST', '/collections/cases/points/scroll', {});
    assert.equal(answer.status, 200);
    await answer.body?.cancel();
  });
});
