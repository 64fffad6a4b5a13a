// npm run bench -- grpc-soak [--messages 100000]: resident memory of the gate while messages of 500 KB pass over gRPC.
import { parseArgs } from 'node:util';
import { openBench } from './bench-world.ts';
import { captureAnswers, queryPath } from './grpc/captured-answers.ts';
import { checkAnswer } from './grpc/check-answer.ts';
import { gateMetadata, startGrpcGate, startGrpcStore } from './grpc/grpc-bench.ts';
import { runGrpcLoad } from './grpc/h2load.ts';
import { watchMemory } from './watch-memory.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    every: { type: 'string', default: '20' },
    size: { type: 'string', default: 'large' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- grpc-soak [--messages 100000] [--every 20] [--size small|large]: resident memory, every so many seconds.\n',
  );
  process.exit(0);
}
const large = values.size === 'large';
const seconds = Number(values.every);

const world = await openBench();
try {
  const [captured] = await captureAnswers([
    large ? { hits: 120, vectors: true } : { hits: 3, vectors: false },
  ]);
  const store = await startGrpcStore(world, 'store', captured!);
  const { url, child } = await startGrpcGate(world, store);
  const metadata = gateMetadata(world.token);
  const load = {
    url: `${url}/${queryPath}`,
    message: captured!.message,
    metadata,
    connections: 4,
    streams: large ? 4 : 16,
    answerBytes: await checkAnswer(url, captured!, metadata),
  };
  await watchMemory(child.pid!, 'messages', Number(values.messages), async () => {
    const sample = await runGrpcLoad(world.folder, 'the gate', load, child.pid, seconds);
    if (sample.failures > 0) throw new Error(`${sample.failures} calls failed`);
    return Math.round(sample.requestsPerSecond * seconds);
  });
} finally {
  await world.close();
}
process.exit(0);
