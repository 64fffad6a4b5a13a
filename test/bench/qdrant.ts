// npm run bench -- qdrant [--points 20000] [--dimensions 128] [--rounds 3]: the real Qdrant client uploads and queries
// over REST and gRPC, straight and through the gate by turns; the gate decides, records durably and, in queries, masks.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { policyOf } from '../harness/policies.ts';
import {
  qdrantGrpcName,
  qdrantKey,
  qdrantName,
  startQdrantWorld,
  withoutQdrant,
} from '../harness/qdrant-world.ts';
import { runPython } from '../harness/run-python.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '20000' },
    dimensions: { type: 'string', default: '128' },
    rounds: { type: 'string', default: '3' },
  },
});
if (withoutQdrant !== false) throw new Error(withoutQdrant);

type Seconds = Readonly<Record<'straight' | 'gate', readonly number[]>>;
const policy = policyOf(
  [
    'bench',
    'effect: allow, principals: { services: ["ci:bench"] }, resources: { connections: [vectors] }, operations: [read, write, schema, delete-bulk]',
  ],
  [
    'masked',
    'effect: guard, operations: [search], mask: [{ fields: [email], method: partial, keepLast: 4 }]',
  ],
);
const world = await startQdrantWorld({ policies: { policy }, straightToServer: true });
try {
  const token = await world.workload('bench');
  const port = new URL(world.gateway?.dataUrl ?? '').port;
  const seconds = (await runPython(join(import.meta.dirname, 'qdrant_upload.py'), [
    String(world.qdrant.port),
    String(world.qdrant.grpcPort),
    qdrantKey,
    port,
    token,
    qdrantName,
    qdrantGrpcName,
    values.points,
    values.dimensions,
    values.rounds,
  ])) as Readonly<Record<'REST' | 'gRPC', { readonly upload: Seconds; readonly query: Seconds }>>;
  const perSecond = (times: readonly number[]): number => Number(values.points) / median(times);
  const row = (what: string, straight: string, gate: string, ratio: number): string =>
    `| ${what} | ${straight} | ${gate} | ${ratio.toFixed(2)} |\n`;
  for (const [transport, { upload, query }] of Object.entries(seconds))
    process.stdout.write(
      `| ${values.points} points of ${values.dimensions} numbers, ${transport} | straight | through the gate | ratio |\n|---|---:|---:|---:|\n` +
        row(
          'upload, points a second',
          perSecond(upload.straight).toFixed(0),
          perSecond(upload.gate).toFixed(0),
          perSecond(upload.gate) / perSecond(upload.straight),
        ) +
        row(
          'query of 10 hits, ms',
          (median(query.straight) * 1000).toFixed(2),
          (median(query.gate) * 1000).toFixed(2),
          median(query.gate) / median(query.straight),
        ) +
        '\n',
    );
} finally {
  await world.close();
}
