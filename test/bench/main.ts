import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startProvider } from '@vectorgate/demo';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { queryAnswer, queryRequest } from './bodies.ts';
import { residentMiB } from './cpu-time.ts';
import { type Load, runLoad } from './load.ts';
import { writePassConfiguration, writeStoreConfiguration } from './nginx.ts';
import { type Row, table } from './table.ts';
import { waitForPort } from './wait-for-port.ts';
import { writeGate } from './write-gate.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- [--rounds 5] [--seconds 3]\nCompares the gate with peers, interleaved, on one machine. Needs nginx and wrk.\n',
  );
  process.exit(0);
}
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const say = (text: string): boolean => process.stderr.write(`${text}\n`);

const folder = mkdtempSync(join(tmpdir(), 'vectorgate-bench-'));
// nginx reads its files as another user when it is started by root.
chmodSync(folder, 0o755);
const children: ChildProcess[] = [];
const onCore = (core: number, command: string, args: readonly string[]): ChildProcess => {
  const child = spawn('taskset', ['-c', String(core), command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
};

const collection = {
  id: '11111111-2222-4333-8444-555555555555',
  name: 'customer-cases',
  tenant: 'default_tenant',
  database: 'default_database',
  metadata: null,
  dimension: 768,
  configuration_json: {},
  log_position: 0,
  version: 0,
};
const base = '/api/v2/tenants/default_tenant/databases/default_database/collections';

/** Two sizes: 10 hits without vectors (about 10 KB), 100 hits with vectors of 768 (about 1 MB). */
const sizes = [
  { name: 'small', hits: 10, vectors: false, connections: 32 },
  { name: 'large', hits: 100, vectors: true, connections: 16 },
] as const;

async function main(): Promise<void> {
  const people = await startProvider({ port: 0, cookiePrefix: 'bench-people', clients: [], people: [] });
  const provider = await startProvider({ port: 0, cookiePrefix: 'bench-ci', clients: [], people: [] });
  const token = await provider.mintWorkloadToken({
    subject: 'bench',
    audience: 'vectorgate-bench',
    expiresIn: 7200,
  });
  const jwks: unknown = await (await fetch(`${provider.issuer}/jwks`)).json();
  const settings = join(folder, 'naive.json');
  writeFileSync(
    settings,
    JSON.stringify({ jwks, issuer: provider.issuer, audience: 'vectorgate-bench', folder }),
  );

  const results: string[] = [];
  for (const size of sizes) {
    const store = await freePort();
    const storeFolder = join(folder, size.name);
    const files = join(storeFolder, 'files', base);
    mkdirSync(join(files, collection.id), { recursive: true });
    mkdirSync(join(files, 'by-id'), { recursive: true });
    writeFileSync(`${files}.json`, JSON.stringify([collection]));
    writeFileSync(join(files, 'customer-cases.json'), JSON.stringify(collection));
    writeFileSync(join(files, 'by-id', `${collection.id}.json`), JSON.stringify(collection));
    const answer = queryAnswer(size.hits, size.vectors ? 768 : 0);
    writeFileSync(join(files, collection.id, 'query'), answer);
    onCore(1, 'nginx', ['-p', storeFolder, '-c', writeStoreConfiguration(storeFolder, store)]);
    await waitForPort(store);

    const [pass, proxy, naive] = [await freePort(), await freePort(), await freePort()];
    const passFile = writePassConfiguration(storeFolder, pass, store);
    const peers = new URL('./peers/', import.meta.url).pathname;
    const gate = onCore(0, process.execPath, [
      new URL('./gate-process.ts', import.meta.url).pathname,
      writeGate(join(storeFolder, 'gate'), store, provider.issuer, people.issuer),
    ]);
    const started = await createInterface({ input: gate.stdout! })[Symbol.asyncIterator]().next();
    const { dataUrl } = JSON.parse(String(started.value)) as { dataUrl: string };
    const variants = [
      {
        name: 'nginx, passing through',
        url: `http://127.0.0.1:${pass}`,
        child: onCore(0, 'nginx', ['-p', storeFolder, '-c', passFile]),
      },
      {
        name: 'Express + http-proxy, doing nothing',
        url: `http://127.0.0.1:${proxy}`,
        child: onCore(0, process.execPath, [
          '--disable-warning=DEP0060',
          `${peers}express-http-proxy.mjs`,
          String(proxy),
          String(store),
        ]),
      },
      {
        name: 'naive pipeline',
        url: `http://127.0.0.1:${naive}`,
        child: onCore(0, process.execPath, [
          '--disable-warning=DEP0060',
          `${peers}naive.mjs`,
          String(naive),
          String(store),
          settings,
        ]),
      },
      { name: 'VectorGate, everything on', url: dataUrl, child: gate },
    ];
    for (const variant of variants) await waitForPort(Number(new URL(variant.url).port));
    const rows = new Map<
      string,
      { -readonly [K in keyof Row]: Row[K] extends readonly number[] ? number[] : Row[K] }
    >();
    for (let round = 0; round <= rounds; round++) {
      // Shuffled each round; the first round only warms up.
      for (const variant of [...variants].sort(() => Math.random() - 0.5)) {
        const load: Load = {
          url: `${variant.url}${base}/${collection.id}/query`,
          body: queryRequest(size.hits, 768, size.vectors),
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token}`,
            ...(variant.child === gate && {
              'vectorgate-token': token,
              'vectorgate-upstream': 'chroma.internal:8000',
            }),
          },
        };
        const sample = await runLoad(
          folder,
          variant.name,
          load,
          variant.child.pid!,
          size.connections,
          round === 0 ? 2 : seconds,
        );
        if (round === 0) continue;
        const row = rows.get(variant.name) ?? {
          variant: variant.name,
          requestsPerSecond: [],
          cpuMicroseconds: [],
          p50Microseconds: [],
          failures: 0,
        };
        row.requestsPerSecond.push(sample.requestsPerSecond);
        row.cpuMicroseconds.push(sample.cpuMicroseconds);
        row.p50Microseconds.push(sample.p50Microseconds);
        row.failures += sample.failures;
        rows.set(variant.name, row);
      }
      say(`${size.name}: round ${round} of ${rounds}`);
    }
    const memory = variants
      .map((variant) => `${variant.name} ${residentMiB(variant.child.pid!).toFixed(0)} MiB`)
      .join(', ');
    const ordered = variants.flatMap((variant) => rows.get(variant.name) ?? []);
    results.push(
      `### ${size.hits} hits${size.vectors ? ' with vectors of 768' : ''}, ${(answer.length / 1000).toFixed(0)} KB\n\n${table(ordered, 'naive pipeline')}\n\nResident memory after the run: ${memory}.`,
    );
    for (const child of children.splice(0)) child.kill('SIGTERM');
  }
  await provider.close();
  await people.close();
  process.stdout.write(
    `${results.join('\n\n')}\n\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; medians of ${rounds} rounds of ${seconds} s, interleaved.\n`,
  );
}

try {
  await main();
} finally {
  for (const child of children) child.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
