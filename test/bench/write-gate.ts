import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchPolicy } from './bench-policy.ts';

/** A connection to Chroma's double, as lines of the configuration. */
export const chromaConnection = (port: number): string => `  - name: bench
    store: chroma
    address: http://127.0.0.1:${port}
    knownAs: ["chroma.internal:8000"]
`;

/**
 * Writes configuration, key and policy of the gate under test. Returns the configuration file.
 *
 * @param connection lines of the one connection
 */
export function writeGate(
  folder: string,
  connection: string,
  issuer: string,
  people: string,
  ports: { readonly data: number; readonly control: number } = { data: 0, control: 0 },
): string {
  mkdirSync(join(folder, 'policies'), { recursive: true });
  writeFileSync(join(folder, 'policies', 'bench.policy.yaml'), benchPolicy);
  writeFileSync(join(folder, 'master.key'), randomBytes(32).toString('hex'), { mode: 0o600 });
  const file = join(folder, 'vectorgate.yaml');
  writeFileSync(
    file,
    `listeners:
  data: { port: ${ports.data} }
  control: { port: ${ports.control} }
connections:
${connection}issuers:
  - name: people
    issuer: ${people}
    signIn: { clientId: vectorgate }
  - name: ci
    issuer: ${issuer}
    workloads: { audience: vectorgate-bench, algorithms: [ES256] }
policies: ./policies
data: ./data
masterKey: { file: ./master.key }
log: { level: warn }
`,
  );
  return file;
}
