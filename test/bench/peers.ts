import type { ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { type BenchStore, type BenchWorld, openBench, type Size } from './bench-world.ts';
import { residentMiB } from './cpu-time.ts';
import { runLoad } from './load.ts';
import { writePassConfiguration } from './nginx.ts';
import { type Row, table } from './table.ts';
import { waitForPort } from './wait-for-port.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '12' },
    size: { type: 'string' },
    variants: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    `npm run bench -- [--rounds 5] [--seconds 3] [--warm-up 12] [--size small|large] [--variants naive,VectorGate]
Compares the gate with peers, interleaved, on one machine. Needs nginx and wrk.
--variants: those whose names begin so; the naive pipeline is always among them.
`,
  );
  process.exit(0);
}
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
/** Seconds of load on each variant before anything counts. */
const warmUp = Number(values['warm-up']);
const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/** Two sizes: 10 hits without vectors (about 10 KB), 100 hits with vectors of 768 (about 1 MB). */
const sizes = [
  { name: 'small', hits: 10, vectors: false, connections: 64 },
  { name: 'large', hits: 100, vectors: true, connections: 16 },
] as const satisfies readonly Size[];

const chosenSizes = sizes.filter(({ name }) => values.size === undefined || values.size === name);
if (chosenSizes.length === 0) throw new Error(`--size is one of ${sizes.map(({ name }) => name).join(', ')}`);
const base = 'naive pipeline';
const beginnings = values.variants?.split(',') ?? [''];
const isChosen = (name: string): boolean =>
  name === base || beginnings.some((beginning) => name.toLowerCase().startsWith(beginning.toLowerCase()));

interface Variant {
  readonly name: string;
  readonly url: string;
  readonly child: ChildProcess;
  readonly gate?: true;
}

const peers = new URL('./peers/', import.meta.url).pathname;

async function startVariants(world: BenchWorld, store: BenchStore): Promise<Variant[]> {
  const jwks: unknown = await (await fetch(`${world.issuer}/jwks`)).json();
  const settings = join(world.folder, 'naive.json');
  writeFileSync(
    settings,
    JSON.stringify({ jwks, issuer: world.issuer, audience: 'vectorgate-bench', folder: world.folder }),
  );
  const node = (...args: readonly string[]): ChildProcess =>
    world.onCore(0, process.execPath, ['--disable-warning=DEP0060', ...args]);
  const [pass, proxy, naive] = [await freePort(), await freePort(), await freePort()];
  const passFile = writePassConfiguration(store.folder, pass, store.port);
  const variants: Variant[] = [
    {
      name: 'nginx, passing through',
      url: `http://127.0.0.1:${pass}`,
      child: world.onCore(0, 'nginx', ['-p', store.folder, '-c', passFile]),
    },
    {
      name: 'Express + http-proxy, doing nothing',
      url: `http://127.0.0.1:${proxy}`,
      child: node(`${peers}express-http-proxy.mjs`, String(proxy), String(store.port)),
    },
    {
      name: 'naive pipeline',
      url: `http://127.0.0.1:${naive}`,
      child: node(`${peers}naive.mjs`, String(naive), String(store.port), settings),
    },
    { name: 'VectorGate, everything on', ...(await world.startGate(store)), gate: true },
  ];
  for (const variant of variants) await waitForPort(Number(new URL(variant.url).port));
  return variants;
}

type Rows = Map<string, { -readonly [K in keyof Row]: Row[K] extends readonly number[] ? number[] : Row[K] }>;

async function measure(world: BenchWorld, size: Size): Promise<string> {
  const store = await world.startStore(size);
  const variants = (await startVariants(world, store)).filter(({ name }) => isChosen(name));
  const rows: Rows = new Map();
  for (let round = 0; round <= rounds; round++) {
    // Shuffled each round; the first only warms up, until the engines have compiled what is called often.
    for (const variant of [...variants].sort(() => Math.random() - 0.5)) {
      const sample = await runLoad(
        world.folder,
        variant.name,
        world.load(variant.url, size, variant.gate === true),
        variant.child.pid!,
        size.connections,
        round === 0 ? warmUp : seconds,
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
  world.stopAll();
  const title = `${size.hits} hits${size.vectors ? ' with vectors of 768' : ''}, ${(store.answerBytes / 1000).toFixed(0)} KB`;
  return `### ${title}\n\n${table(ordered, base)}\n\nResident memory after the run: ${memory}.`;
}

const world = await openBench();
try {
  const results: string[] = [];
  for (const size of chosenSizes) results.push(await measure(world, size));
  process.stdout.write(
    `${results.join('\n\n')}\n\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; medians of ${rounds} rounds of ${seconds} s, interleaved.\n`,
  );
} finally {
  await world.close();
}
process.exit(0);
