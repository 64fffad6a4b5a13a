// npm run bench -- soak [--requests 1000000]: resident memory of the gate over many requests of small answers.
import { parseArgs } from 'node:util';
import { openBench } from './bench-world.ts';
import { runLoad } from './load.ts';
import { watchMemory } from './watch-memory.ts';

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

const world = await openBench();
try {
  const { url, child } = await world.startGate(await world.startStore(size));
  await watchMemory(child.pid!, 'requests', Number(values.requests), async () => {
    const load = world.load(url, size, true);
    const sample = await runLoad(world.folder, 'the gate', load, child.pid!, size.connections, seconds);
    if (sample.failures > 0) throw new Error(`${sample.failures} requests failed`);
    return Math.round(sample.requestsPerSecond * seconds);
  });
} finally {
  await world.close();
}
process.exit(0);
