import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { pythonProgram } from '@vectorgate/demo';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import {
  type QdrantWorld,
  qdrantGrpcName,
  qdrantName,
  startQdrantWorld,
  withoutQdrant,
} from '../../harness/qdrant-world.ts';

const run = promisify(execFile);
/**
 * The oldest release that works with a server 1.18 and Python 3.11 over both transports: those before it read no vectors
 * of such a server over gRPC, with the gate or without.
 */
const oldest = 'qdrant-client==1.13.0';
const skip = process.env.VECTORGATE_TEST_DEEP === '1' ? withoutQdrant : 'in the deep run only';

/** The interpreter of an environment of its own, as the contract of the shim makes one. */
async function pythonWith(requirement: string): Promise<string> {
  const program =
    'import sys; from contract.environments import python_with; print(python_with((sys.argv[1],), said=lambda _: None))';
  const tests = new URL('../../../extension-jupyter/tests', import.meta.url).pathname;
  const { stdout } = await run(pythonProgram(), ['-c', program, requirement], {
    env: { ...process.env, PYTHONPATH: tests },
  });
  return stdout.trim();
}

suite(`Qdrant with ${oldest}`, { skip }, () => {
  let world: QdrantWorld;
  let python: string;
  before(async () => {
    python = await pythonWith(oldest);
    world = await startQdrantWorld({
      policies: {
        main: policyOf(
          permitEverything('all', 'services: ["ci:writer"]', 'vectors'),
          [
            'reads',
            'effect: allow, principals: { services: ["ci:reader"] }, resources: { connections: [vectors] }, operations: [read]',
          ],
          [
            'reader-sees-less',
            'effect: guard, principals: { services: ["ci:reader"] }, require: { filter: { tenant: acme } }, mask: [{ fields: [email], method: redact }]',
          ],
        ),
      },
    });
    for (const name of ['over-rest', 'over-grpc'])
      await world.straight('PUT', `/collections/${name}`, { vectors: { size: 2, distance: 'Dot' } });
  });
  after(() => world?.close());

  for (const [transport, name] of [
    ['rest', qdrantName],
    ['grpc', qdrantGrpcName],
  ] as const)
    test(`what it writes and reads passes, and what it may not see does not, over ${transport}`, async () => {
      const { stdout } = await run(python, [
        new URL('./older_client.py', import.meta.url).pathname,
        transport,
        new URL(world.gateway?.dataUrl ?? '').port,
        await world.workload('writer'),
        await world.workload('reader'),
        name,
        `over-${transport}`,
      ]);
      const { refused, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
      const point = (n: number, tenant: string): unknown[] => [
        n,
        { tenant, email: `ana@${tenant}.example`, n },
        null,
      ];
      const [one, two, three] = [point(1, 'acme'), point(2, 'globex'), point(3, 'acme')];
      assert.deepEqual(rest, {
        scrolled: [
          [...one.slice(0, 2), [1, 1]],
          [...three.slice(0, 2), [1, 3]],
        ],
        near: [three, two],
        batch: [[three], [three]],
        'by id': [two],
        set: { ...(one[1] as object), m: true },
        like: [3],
        counted: 2,
        collections: ['over-grpc', 'over-rest'],
        seen: [
          [1, { tenant: 'acme', email: '«redacted»', n: 1, m: true }],
          [3, { tenant: 'acme', email: '«redacted»', n: 3 }],
        ],
        left: [1, 3],
      });
      assert.match(
        String(refused),
        /VectorGate: delete from over-(rest|grpc) refused: [\s\S]*Decision \w{26}\./,
      );
      assert.match(String(refused), transport === 'rest' ? /403/ : /PERMISSION_DENIED/);
    });
});
