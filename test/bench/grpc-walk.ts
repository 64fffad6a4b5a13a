// npm run bench -- grpc-walk [--seconds 3]: how fast answers of Qdrant's over gRPC are walked, masked and written again.
import { parseArgs } from 'node:util';
import type { MaskObligation } from '@vectorgate/policy-schema';
import { answerForms } from '@vectorgate/store-messages/qdrant';
import type { HttpResponse } from '../../gateway/src/engines/http/http-message.ts';
import type { Forward, StoreContext } from '../../gateway/src/pipeline/store-protocol.ts';
import { readAnswerTwin } from '../../gateway/src/protocols/qdrant/grpc/answer/read-answer-twin.ts';
import { TwinWriter } from '../../gateway/src/protocols/qdrant/grpc/answer/twin-writer.ts';
import { WireReader } from '../../gateway/src/protocols/qdrant/grpc/answer/wire-reader.ts';
import { qdrantProtocol } from '../../gateway/src/protocols/qdrant/qdrant-protocol.ts';
import { benchMasks } from './bench-masks.ts';
import { captureAnswers, collection } from './grpc/captured-answers.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '3' }, help: { type: 'boolean' } },
});
if (values.help) {
  process.stdout.write(
    'npm run bench -- grpc-walk [--seconds 3]: how fast answers of Qdrant’s over gRPC are read. Needs Qdrant.\n',
  );
  process.exit(0);
}
const seconds = Number(values.seconds);

const protocol = qdrantProtocol({ maskKeys: { hash: Buffer.alloc(32, 1), token: Buffer.alloc(32, 2) } });

/** What REST's judges do to the answer of a query. */
async function forwardOf(owed: readonly MaskObligation[]): Promise<Forward<unknown, HttpResponse>> {
  const context: StoreContext<never, HttpResponse> = {
    connection: 'bench',
    enforced: true,
    memory: new Map(),
    ask: async () => ({ status: 200, headers: {}, body: Buffer.from('{"result":{"aliases":[]}}') }),
  };
  const judged = await protocol.judge(
    {
      method: 'POST',
      path: ['collections', collection, 'points', 'query'],
      query: [],
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"query":[1,2,3,4,5,6,7,8],"with_payload":true,"with_vector":true}'),
    },
    context,
  );
  return judged.forward(judged.operations.map(() => ({ masks: owed, rates: [] })));
}

/** Processor's microseconds of one call, median of five stretches after a warm-up. */
function time(call: () => unknown): number {
  // The system counts in ticks: a stretch has many of them.
  const stretch = (): number => {
    const before = process.threadCpuUsage();
    let calls = 0;
    for (const until = performance.now() + seconds * 200; performance.now() < until; calls += 10)
      for (let i = 0; i < 10; i++) call();
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / calls;
  };
  stretch();
  return median(Array.from({ length: 5 }, stretch));
}

const [open, masked] = [await forwardOf([]), await forwardOf(benchMasks('qdrant'))];
const questions = [
  { hits: 3, vectors: false },
  { hits: 120, vectors: true },
  { hits: 120, vectors: true, payload: false },
];
const lines = (await captureAnswers(questions)).map(({ answer: message }, i) => {
  const { hits, vectors, payload = true } = questions[i]!;
  const answer = { status: 0, details: '', metadata: {}, message };
  const form = answerForms.query;
  const through = (by: Forward<unknown, HttpResponse>) => (): unknown => {
    const twin = readAnswerTwin(form, answer);
    return twin.deliver(by.deliver(twin.response));
  };
  const walk = time(() => {
    new TwinWriter(new WireReader(message), 1024).answer(form);
  });
  const cells = [
    `${hits} hits${payload ? '' : ' without payload'}${vectors ? ' with vectors of 768' : ''}`,
    (message.length / 1000).toFixed(0),
    walk.toFixed(1),
    (message.length / walk / 1000).toFixed(2),
    time(through(open)).toFixed(1),
    time(through(masked)).toFixed(1),
  ];
  return `| ${cells.join(' | ')} |\n`;
});
process.stdout.write(`| answer | KB | walked, CPU µs | GB/s | delivered as it came, its record made, CPU µs | masked, written again, its record made, CPU µs |
|---|---:|---:|---:|---:|---:|
${lines.join('')}`);
process.exit(0);
