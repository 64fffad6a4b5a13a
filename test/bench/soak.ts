// npm run bench -- soak [--requests 1000000]: resident memory of the gate over many requests of small answers.
import { parseArgs } from 'node:util';
import { openBench } from './bench-world.ts';
import { residentMiB } from './cpu-time.ts';
import { runLoad } from './load.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    every: { type: 'string', default: '20' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- soak [--requests 1000000] [--every 20]: resident memory, every so many seconds.\n',
  );
  process.exit(0);
}
const size = { name: 'small', hits: 10, vectors: false, connections: 32 } as const;
const seconds = Number(values.every);
const seen: number[] = [];

const world = await openBench();
try {
  const { url, child } = await world.startGate(await world.startStore(size));
  process.stdout.write(
    `| requests | resident MiB |\n|---:|---:|\n| 0 | ${residentMiB(child.pid!).toFixed(0)} |\n`,
  );
  let done = 0;
  while (done < Number(values.requests)) {
    const load = world.load(url, size, true);
    const sample = await runLoad(world.folder, 'the gate', load, child.pid!, size.connections, seconds);
    if (sample.failures > 0) throw new Error(`${sample.failures} requests failed`);
    done += Math.round(sample.requestsPerSecond * seconds);
    seen.push(residentMiB(child.pid!));
    process.stdout.write(`| ${done} | ${seen.at(-1)!.toFixed(0)} |\n`);
  }
  const half = seen.slice(seen.length >> 1);
  process.stdout.write(
    `\nIn the second half ${Math.min(...half).toFixed(0)} to ${Math.max(...half).toFixed(0)} MiB; most of all ${Math.max(...seen).toFixed(0)}.\n`,
  );
} finally {
  await world.close();
}
process.exit(0);
