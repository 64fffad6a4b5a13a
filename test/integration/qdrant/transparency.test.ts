import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import { type QdrantWorld, qdrantName, startQdrantWorld, withoutQdrant } from '../../harness/qdrant-world.ts';
import { runPython } from '../../harness/run-python.ts';

interface Comparison {
  readonly calls: number;
  readonly differences: readonly unknown[];
  readonly asynchronous: readonly unknown[];
}

suite('Qdrant over REST, transparent', { skip: withoutQdrant }, () => {
  let world: QdrantWorld;
  before(async () => {
    world = await startQdrantWorld({
      policies: {
        everything: policyOf(permitEverything('everything', 'services: ["ci:transparency"]', 'vectors')),
      },
    });
  });
  after(() => world?.close());

  test('through an allow-everything gate no method of the real client can tell the gate from the store', async () => {
    const program = new URL('./every_method.py', import.meta.url).pathname;
    const token = await world.workload('transparency');
    const data = new URL(world.gateway?.dataUrl ?? '').port;
    const result = (await runPython(program, [
      String(world.qdrant.port),
      data,
      token,
      qdrantName,
    ])) as Comparison;
    assert.deepEqual(result.differences, []);
    assert.ok(result.calls > 100, `${result.calls} calls were compared`);
    assert.deepEqual(result.asynchronous, [{ a: 1 }]);
  });
});
