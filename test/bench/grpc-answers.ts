/*
 * What reading and masking an answer of Qdrant's gRPC costs: `node test/bench/grpc-answers.ts`. Prints gigabytes of
 * vectors that are crossed in a second, and microseconds for an answer of 500 KB with masked payloads.
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { QueryResponseSchema } from '@qdrant/js-client-grpc';
import type { MaskObligation } from '@vectorgate/policy-schema';
import { answerForms } from '@vectorgate/store-messages/qdrant';
import type { HttpRequest } from '../../gateway/src/engines/http/http-message.ts';
import { readAnswerTwin } from '../../gateway/src/protocols/qdrant/grpc/answer/read-answer-twin.ts';
import { qdrantProtocol } from '../../gateway/src/protocols/qdrant/qdrant-protocol.ts';

const protocol = qdrantProtocol({
  maskKeys: { hash: new Uint8Array(32).fill(7), token: new Uint8Array(32).fill(8) },
});
const request: HttpRequest = {
  method: 'POST',
  path: ['collections', 'c', 'points', 'query'],
  query: [],
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"query":[1]}'),
};
const mask = (more: Partial<MaskObligation>): MaskObligation => ({
  fields: { paths: ['email', 'phone'] },
  method: 'redact',
  filterable: false,
  rule: { policy: 'p', rule: 'r', file: 'p.policy.yaml', line: 1 },
  ...more,
});

async function deliverer(masks: readonly MaskObligation[]) {
  const judged = await protocol.judge(request, {
    connection: 'vectors',
    enforced: true,
    memory: new Map(),
    ask: async () => ({ status: 200, headers: {}, body: Buffer.from('{"result":{"aliases":[]}}') }),
  });
  return (await judged.forward([{ masks, rates: [] }])).deliver;
}

const text = (value: string) => ({ kind: { case: 'stringValue' as const, value } });

/** An answer of so many points, with vectors of so many numbers and texts of so many characters; without any, no payload. */
function answer(points: number, dimension: number, characters: number): Buffer {
  return Buffer.from(
    toBinary(
      QueryResponseSchema,
      create(QueryResponseSchema, {
        result: Array.from({ length: points }, (_point, i) => ({
          id: { pointIdOptions: { case: 'num' as const, value: BigInt(i) } },
          score: 1 / (i + 1),
          version: BigInt(i),
          ...(characters > 0 && {
            payload: {
              email: text(`ana${i}@acme.example`),
              phone: text(`+1 415 555 ${1000 + i}`),
              city: text('Rome'),
              year: { kind: { case: 'integerValue' as const, value: 1900n + BigInt(i % 99) } },
              price: { kind: { case: 'doubleValue' as const, value: i / 8 } },
              note: text('what was said about it, at some length '.repeat(characters / 39)),
            },
          }),
          ...(dimension > 0 && {
            vectors: {
              vectorsOptions: {
                case: 'vector' as const,
                value: {
                  vector: {
                    case: 'dense' as const,
                    value: { data: Array.from({ length: dimension }, (_value, j) => Math.sin(i + j)) },
                  },
                },
              },
            },
          }),
        })),
        time: 0.001,
      }),
    ),
  );
}

/** The median of some rounds, in microseconds of this thread for each turn: others may be busy beside it. */
function measure(turn: () => unknown): number {
  const rounds: number[] = [];
  for (let round = 0; round < 15; round++) {
    let turns = 0;
    const start = process.cpuUsage();
    let passed = 0;
    do {
      for (let i = 0; i < 5; i++) turn();
      turns += 5;
      passed = process.cpuUsage(start).user;
    } while (passed < 100_000);
    rounds.push(passed / turns);
  }
  return rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)]!;
}

const say = (what: string, microseconds: number, bytes: number): void => {
  const speed = (bytes / microseconds / 1000).toFixed(2);
  process.stdout.write(`${what}: ${microseconds.toFixed(0)} µs for ${bytes} bytes, ${speed} GB/s\n`);
};

const read = (message: Buffer) =>
  readAnswerTwin(answerForms.query, { status: 0, details: '', metadata: {}, message });

const free = await deliverer([]);
const whole = await deliverer([mask({})]);
const everything = await deliverer([
  mask({ fields: { all: true, except: [] }, detectors: ['email', 'phone', 'credit-card', 'iban'] }),
]);
for (const dimension of [384, 1536, 3072]) {
  const alone = answer(1000, dimension, 0);
  say(
    `vectors of ${dimension} alone, read`,
    measure(() => read(alone)),
    alone.length,
  );
  const message = answer(1000, dimension, 39);
  say(
    `vectors of ${dimension} and payloads, read`,
    measure(() => read(message)),
    message.length,
  );
  say(
    `vectors of ${dimension} and payloads, read and delivered, digests included`,
    measure(() => {
      const twin = read(message);
      twin.deliver(free(twin.response));
    }),
    message.length,
  );
}
for (const [name, message] of [
  ['500 KB, half of it vectors', answer(100, 640, 2400)],
  ['500 KB of payload', answer(1000, 0, 390)],
] as const) {
  say(
    `${name}, read`,
    measure(() => read(message)),
    message.length,
  );
  for (const [what, deliver] of [
    ['nothing masked', free],
    ['two fields masked', whole],
    ['detectors over everything', everything],
  ] as const) {
    say(
      `${name}, ${what}`,
      measure(() => {
        const twin = read(message);
        twin.deliver(deliver(twin.response));
      }),
      message.length,
    );
  }
  const twin = read(message);
  const { body } = twin.response;
  say(
    `${name}, REST’s part alone, two fields masked`,
    measure(() => whole(twin.response)),
    body.length,
  );
}
