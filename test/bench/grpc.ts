// npm run bench -- grpc: Qdrant's queries over gRPC, straight, through peers and through the gate. The store is a double
// that plays what a real Qdrant server answered: what is compared is speed only.
import type { ChildProcess } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { type BenchWorld, openBench } from './bench-world.ts';
import { residentMiB } from './cpu-time.ts';
import { type Captured, captureAnswers, queryPath } from './grpc/captured-answers.ts';
import { checkAnswer } from './grpc/check-answer.ts';
import { gateMetadata, startGrpcGate, startGrpcStore } from './grpc/grpc-bench.ts';
import { runGrpcLoad } from './grpc/h2load.ts';
import { writeGrpcPassConfiguration } from './nginx.ts';
import { type Row, table } from './table.ts';
import { waitForPort } from './wait-for-port.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '12' },
    size: { type: 'string' },
    variants: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(`npm run bench -- grpc [--rounds 5] [--seconds 3] [--warm-up 12] [--size small|large] [--variants nginx,VectorGate]
Qdrant's queries over gRPC through the gate and through peers, interleaved, on one machine. Needs Qdrant, nginx and
h2load (Debian: nghttp2-client).
--variants: those whose names begin so; nginx is always among them. --profile FOLDER: a profile of the gate's time.
`);
  process.exit(0);
}
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
/** Seconds of load on each variant before anything counts. */
const warmUp = Number(values['warm-up']);
const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/** 3 hits without vectors (about 3 KB), 120 hits with vectors of 768 (about 500 KB). The question has 3 KB. */
const sizes = [
  { name: 'small', hits: 3, vectors: false, connections: 4, streams: 16 },
  { name: 'large', hits: 120, vectors: true, connections: 4, streams: 4 },
] as const;
const chosenSizes = sizes.filter(({ name }) => values.size === undefined || values.size === name);
if (chosenSizes.length === 0) throw new Error(`--size is one of ${sizes.map(({ name }) => name).join(', ')}`);
const base = 'nginx, grpc_pass';
const beginnings = values.variants?.split(',') ?? [''];
const isChosen = (name: string): boolean =>
  name === base || beginnings.some((beginning) => name.toLowerCase().startsWith(beginning.toLowerCase()));

interface Variant {
  readonly name: string;
  readonly url: string;
  readonly child?: ChildProcess;
  readonly gate?: true;
}

async function startVariants(world: BenchWorld, name: string, answer: Captured): Promise<Variant[]> {
  const store = await startGrpcStore(world, name, answer);
  const [pass, proxy] = [await freePort(), await freePort()];
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const starts: readonly (readonly [string, () => Promise<Omit<Variant, 'name'>>])[] = [
    ['straight', async () => ({ url: at(store.grpc) })],
    [
      base,
      async () => ({
        url: at(pass),
        child: world.onCore(0, 'nginx', [
          ...['-p', store.folder, '-c'],
          writeGrpcPassConfiguration(store.folder, pass, store.grpc),
        ]),
      }),
    ],
    [
      'grpc-js, passing through',
      async () => ({
        url: at(proxy),
        child: world.onCore(0, process.execPath, [
          join(import.meta.dirname, 'peers', 'grpc-js.mjs'),
          ...[String(proxy), String(store.grpc)],
        ]),
      }),
    ],
    [
      'VectorGate, all but records',
      async () => ({ ...(await startGrpcGate(world, store, { records: false })), gate: true }),
    ],
    [
      'VectorGate, everything on',
      async () => ({ ...(await startGrpcGate(world, store, { profile: values.profile })), gate: true }),
    ],
  ];
  const variants: Variant[] = [];
  for (const [called, start] of starts)
    if (isChosen(called)) variants.push({ name: called, ...(await start()) });
  for (const { url } of variants) await waitForPort(Number(new URL(url).port));
  return variants;
}

type Rows = Map<string, { -readonly [K in keyof Row]: Row[K] extends readonly number[] ? number[] : Row[K] }>;

async function measure(world: BenchWorld, size: (typeof sizes)[number], captured: Captured): Promise<string> {
  const variants = await startVariants(world, size.name, captured);
  const rows: Rows = new Map();
  for (let round = 0; round <= rounds; round++) {
    // Shuffled each round; the first only warms up.
    for (const { name, url, child, gate } of [...variants].sort(() => Math.random() - 0.5)) {
      const metadata = gate && gateMetadata(world.token);
      const sample = await runGrpcLoad(
        world.folder,
        name,
        {
          url: `${url}/${queryPath}`,
          message: captured.message,
          metadata: metadata ?? {},
          connections: size.connections,
          streams: size.streams,
          answerBytes: await checkAnswer(url, captured, metadata),
        },
        child?.pid,
        round === 0 ? warmUp : seconds,
      );
      if (round === 0) continue;
      const row = rows.get(name) ?? {
        variant: name,
        requestsPerSecond: [],
        cpuMicroseconds: [],
        p50Microseconds: [],
        failures: 0,
      };
      row.requestsPerSecond.push(sample.requestsPerSecond);
      row.cpuMicroseconds.push(sample.cpuMicroseconds);
      row.p50Microseconds.push(sample.p50Microseconds);
      row.failures += sample.failures;
      rows.set(name, row);
    }
    say(`${size.name}: round ${round} of ${rounds}`);
  }
  const memory = variants
    .flatMap(({ name, child }) =>
      child === undefined ? [] : `${name} ${residentMiB(child.pid!).toFixed(0)} MiB`,
    )
    .join(', ');
  const ordered = variants.flatMap(({ name }) => rows.get(name) ?? []);
  world.stopAll();
  const title = `${size.hits} hits${size.vectors ? ' with vectors of 768' : ''}, ${(captured.answer.length / 1000).toFixed(0)} KB; the question ${(captured.message.length / 1000).toFixed(0)} KB`;
  return `### ${title}\n\n${table(ordered, base)}\n\nResident memory after the run: ${memory}.`;
}

const world = await openBench();
try {
  const captured = await captureAnswers(chosenSizes);
  const results: string[] = [];
  for (const [i, size] of chosenSizes.entries()) results.push(await measure(world, size, captured[i]!));
  process.stdout.write(
    `${results.join('\n\n')}\n\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}; medians of ${rounds} rounds of ${seconds} s, interleaved.\n`,
  );
} finally {
  await world.close();
}
process.exit(0);
