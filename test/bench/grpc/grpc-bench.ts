import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../demo/src/processes/free-port.ts';
import type { BenchWorld, Gate } from '../bench-world.ts';
import { writeGrpcStoreConfiguration } from '../nginx.ts';
import { waitForPort } from '../wait-for-port.ts';
import { type Captured, queryPath } from './captured-answers.ts';
import { body } from './h2load.ts';

/** The name under which the gate knows the double's gRPC port. */
const knownAs = 'qdrant.internal:6334';

/** What gives a call of the kernel shim's to the gate. */
export const gateMetadata = (token: string): Readonly<Record<string, string>> => ({
  'vectorgate-token': token,
  'vectorgate-upstream': knownAs,
});

/** Qdrant's double with one answer for every query, and the folder in which what belongs to it lies. */
export interface GrpcStore {
  readonly folder: string;
  readonly grpc: number;
  readonly rest: number;
}

/** Starts one on the load's core. */
export async function startGrpcStore(world: BenchWorld, name: string, answer: Captured): Promise<GrpcStore> {
  const folder = join(world.folder, name);
  const [grpc, rest] = [await freePort(), await freePort()];
  const file = join(folder, 'files', queryPath);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, body(answer.answer));
  // What the gate asks for by itself.
  writeFileSync(
    join(folder, 'files', 'aliases'),
    '{"result":{"aliases":[]},"status":"ok","time":0.000004661}',
  );
  world.onCore(1, 'nginx', ['-p', folder, '-c', writeGrpcStoreConfiguration(folder, { grpc, rest })]);
  await waitForPort(grpc);
  return { folder, grpc, rest };
}

/** Starts a gate before it. Without records, only its pipeline's cost is left: no gate that people use does that. */
export function startGrpcGate(
  world: BenchWorld,
  store: GrpcStore,
  { records = true, profile }: { readonly records?: boolean; readonly profile?: string | undefined } = {},
): Promise<Gate> {
  const folder = join(store.folder, records ? 'gate' : 'gate-without-records');
  mkdirSync(folder, { recursive: true });
  const key = join(folder, 'store.key');
  writeFileSync(key, 'the-key-that-only-the-gateway-has', { mode: 0o600 });
  chmodSync(folder, 0o700);
  return world.startGateWith(
    folder,
    `  - name: bench
    store: qdrant
    address: http://127.0.0.1:${store.rest}
    knownAs: ["qdrant.internal:6333"]
    grpc: { address: http://127.0.0.1:${store.grpc}, knownAs: ["${knownAs}"] }
    credential: { header: api-key, secret: { file: ${key} } }
`,
    { profile, ...(!records && { program: 'grpc/gate-without-records.ts' }) },
  );
}
