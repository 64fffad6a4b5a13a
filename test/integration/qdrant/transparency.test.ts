import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import {
  type QdrantWorld,
  qdrantGrpcName,
  qdrantName,
  startQdrantWorld,
  withoutQdrant,
} from '../../harness/qdrant-world.ts';
import { runPython } from '../../harness/run-python.ts';

interface Comparison {
  readonly calls: number;
  readonly differences: readonly unknown[];
  readonly asynchronous: readonly unknown[];
}

suite('Qdrant, transparent', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  before(async () => {
    world = await startQdrantWorld({
      policies: {
        everything: policyOf(permitEverything('everything', 'services: ["ci:transparency"]', 'vectors')),
      },
    });
  });
  after(() => world?.close());

  const transports = [
    ['rest', 'REST', () => world.qdrant.port, qdrantName],
    ['grpc', 'gRPC', () => world.qdrant.grpcPort, qdrantGrpcName],
  ] as const;
  for (const [word, title, port, name] of transports) {
    test(`invariant 7: through an allow-everything gate no method of the real client can tell the gate from the store, over ${title}`, async () => {
      const program = new URL('./every_method.py', import.meta.url).pathname;
      const token = await world.workload('transparency');
      const data = new URL(world.gateway?.dataUrl ?? '').port;
      const result = (await runPython(program, [word, String(port()), data, token, name])) as Comparison;
      assert.deepEqual(result.differences, []);
      assert.ok(result.calls > 100, `${result.calls} calls were compared`);
      assert.deepEqual(result.asynchronous, [{ a: 1 }]);
    });
  }

  test('invariant 7: older routes answer to the byte as the store does', async () => {
    const token = await world.workload('transparency');
    await world.straight('PUT', '/collections/older', {
      vectors: { '': { size: 2, distance: 'Dot' }, other: { size: 2, distance: 'Dot' } },
      sparse_vectors: { words: {} },
    });
    await world.straight('PUT', '/collections/older/points?wait=true', {
      points: [1, 2, 3, 4].map((id) => ({
        id,
        vector: { '': [id, 1], other: [1, id / 8], words: { indices: [1, id + 1], values: [0.5, id / 8] } },
        payload: { n: id, group: id % 2 },
      })),
    });
    const full = { limit: 3, with_payload: true, with_vector: ['other'] };
    const requests: readonly (readonly [string, object])[] = [
      ['search', { vector: [1, 2], ...full, offset: 1, score_threshold: 0.1, params: { exact: true } }],
      ['search', { vector: { name: 'other', vector: [1, 2] }, top: 2, with_vectors: true }],
      ['search', { vector: { name: 'words', vector: { indices: [1, 3], values: [1, 1] } }, limit: 2 }],
      [
        'search/batch',
        {
          searches: [
            { vector: [1, 2], limit: 1 },
            { vector: [2, 1], ...full },
          ],
        },
      ],
      ['search/groups', { vector: [1, 2], group_by: 'group', limit: 2, group_size: 2, with_payload: ['n'] }],
      ['recommend', { positive: [1], negative: [[0.5, 0.5]], ...full }],
      ['recommend', { positive: [1, 2], strategy: 'best_score', using: 'other', limit: 2 }],
      ['recommend', { positive: [1], lookup_from: { collection: 'older', vector: 'other' }, limit: 2 }],
      [
        'recommend/batch',
        {
          searches: [
            { positive: [1], limit: 2 },
            { positive: [2], limit: 1 },
          ],
        },
      ],
      ['recommend/groups', { positive: [1], group_by: 'group', limit: 2, group_size: 1 }],
      ['discover', { target: 1, context: [{ positive: 2, negative: 3 }], ...full }],
      ['discover/batch', { searches: [{ target: [1, 1], limit: 2 }] }],
    ];
    const plain = async (answer: Response): Promise<unknown> => {
      const { result, status } = (await answer.json()) as { result: unknown; status: unknown };
      return { code: answer.status, result, status };
    };
    for (const [path, body] of requests) {
      const direct = await plain(await world.straight('POST', `/collections/older/points/${path}`, body));
      const gate = await plain(await world.viaGate(token, 'POST', `/collections/older/points/${path}`, body));
      assert.deepEqual(gate, direct, path);
      assert.deepEqual((direct as { code: number }).code, 200, `${path} ${JSON.stringify(direct)}`);
    }
  });
});
