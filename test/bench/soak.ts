// node test/bench/soak.ts [--requests 1000000]: resident memory of the gate over many requests of small answers.
import { parseArgs } from 'node:util';
import { openBench } from './bench-world.ts';
import { residentMiB } from './cpu-time.ts';
import { runLoad } from './load.ts';

const { values } = parseArgs({ options: { requests: { type: 'string', default: '1000000' } } });
const size = { name: 'small', hits: 10, vectors: false, connections: 32 } as const;
const seconds = 5;

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
    process.stdout.write(`| ${done} | ${residentMiB(child.pid!).toFixed(0)} |\n`);
  }
} finally {
  await world.close();
}
process.exit(0);
