// npm run bench -- latency [--rounds 5] [--seconds 3] [--load-seconds 20]: what the gate adds to one caller's wait, and
// how the slowest fare when it is busy.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { freePort } from '../../demo/src/processes/free-port.ts';
import { type BenchStore, type BenchWorld, openBench, type Size } from './bench-world.ts';
import { diskSync } from './disk-sync.ts';
import { runLoad } from './load.ts';
import { median } from './median.ts';
import { writePassConfiguration } from './nginx.ts';
import { waitForPort } from './wait-for-port.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '12' },
    'load-seconds': { type: 'string', default: '20' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- latency [--rounds 5] [--seconds 3] [--warm-up 12] [--load-seconds 20]: needs nginx and wrk.\n',
  );
  process.exit(0);
}
const seconds = Number(values.seconds);
const small: Size = { name: 'small', hits: 10, vectors: false, connections: 64 };
/** Bytes that the record of such an answer takes on disk, about. */
const recordBytes = 13_000;

/** p50 in microseconds over one connection: of the store itself, of nginx before it, of the gate before it. */
async function atOneConnection(
  world: BenchWorld,
  store: BenchStore,
  gate: { url: string; pid: number },
): Promise<string> {
  const port = await freePort();
  const nginx = world.onCore(0, 'nginx', [
    '-p',
    store.folder,
    '-c',
    writePassConfiguration(store.folder, port, store.port),
  ]);
  await waitForPort(port);
  const variants = [
    { name: 'the store by itself', url: `http://127.0.0.1:${store.port}`, pid: nginx.pid!, gate: false },
    { name: 'nginx, passing through', url: `http://127.0.0.1:${port}`, pid: nginx.pid!, gate: false },
    { name: 'VectorGate, everything on', url: gate.url, pid: gate.pid, gate: true },
  ];
  const waits = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  const syncs: number[] = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { name, url, pid, gate: own } of [...variants].sort(() => Math.random() - 0.5)) {
      const sample = await runLoad(world.folder, name, world.load(url, small, own), pid, 1, seconds);
      if (sample.failures > 0) throw new Error(`${sample.failures} requests failed at ${name}`);
      waits.get(name)!.push(sample.p50Microseconds);
    }
    syncs.push(await diskSync(recordBytes, 200));
  }
  const [direct = Number.NaN, ...others] = [...waits.values()].map(median);
  const rows = variants.map(({ name }, i) => {
    const p50 = i === 0 ? direct : others[i - 1]!;
    return `| ${name} | ${p50.toFixed(0)} | ${i === 0 ? '' : (p50 - direct).toFixed(0)} |`;
  });
  const [nginxAdds = 0, gateAdds = 0] = others.map((p50) => p50 - direct);
  const sync = median(syncs);
  return `| one connection, 10 hits | p50 µs | added µs |
|---|---:|---:|
${rows.join('\n')}

Goal: 1.5 × what nginx adds and 350 µs for the durable record, ${(1.5 * nginxAdds + 350).toFixed(0)} µs. This disk takes ${sync} µs (median) for a write
of ${recordBytes / 1000} KB with its sync, so ${(gateAdds - sync).toFixed(0)} µs are the gate's own.`;
}

interface OpenLoop {
  readonly requests: number;
  readonly failures: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
}

/** Milliseconds at a constant rate of so much of what the gate can do. */
async function underLoad(world: BenchWorld, gate: { url: string; pid: number }): Promise<string> {
  const load = world.load(gate.url, small, true);
  await runLoad(world.folder, 'the gate', load, gate.pid, small.connections, Number(values['warm-up']));
  const capacity = await runLoad(world.folder, 'the gate', load, gate.pid, small.connections, 2 * seconds);
  const rate = Math.floor(capacity.requestsPerSecond * 0.7);
  const file = join(world.folder, 'load.json');
  writeFileSync(file, JSON.stringify(load));
  const caller = world.onCore(1, process.execPath, [
    join(import.meta.dirname, 'open-loop.ts'),
    file,
    String(rate),
    values['load-seconds'],
    '2',
  ]);
  const [printed] = await Promise.all([text(caller.stdout!), once(caller, 'exit')]);
  const seen = JSON.parse(printed) as OpenLoop;
  if (seen.failures > 0) throw new Error(`${seen.failures} requests failed under load`);
  return `| at 70 % of capacity (${rate} of ${capacity.requestsPerSecond.toFixed(0)} requests/s), open loop | p50 ms | p99 ms | p99.9 ms | p99 to p50 |
|---|---:|---:|---:|---:|
| VectorGate, everything on | ${seen.p50.toFixed(2)} | ${seen.p99.toFixed(2)} | ${seen.p999.toFixed(2)} | ${(seen.p99 / seen.p50).toFixed(1)}× |

${seen.requests} requests; each one's time counts from when it was due. Goal: p99 at most 10 × p50.`;
}

const world = await openBench();
try {
  const store = await world.startStore(small);
  const started = await world.startGate(store);
  const gate = { url: started.url, pid: started.child.pid! };
  const busy = await underLoad(world, gate);
  const alone = await atOneConnection(world, store, gate);
  process.stdout.write(`${alone}\n\n${busy}\n`);
} finally {
  await world.close();
}
process.exit(0);
