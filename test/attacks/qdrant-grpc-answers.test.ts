import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import * as qdrant from '@qdrant/js-client-grpc';
import { answerWith, framed } from '../../gateway/src/engines/grpc/testing/test-store.ts';
import * as grpc from '../harness/qdrant-grpc-calls.ts';
import type { UnaryAnswer } from '../harness/unary-call.ts';
import { type Attack, tryAll } from './attack-table.ts';
import { hostileEnds, hostileMessages, secret, vectorBytes } from './qdrant-grpc/hostile-answers.ts';
import { type HostileWorld, startHostileWorld } from './qdrant-grpc/hostile-world.ts';

/* A double stands for the server here: no real one sends such answers. */

/** Mutated answers of each method. */
const mutations = process.env.VECTORGATE_TEST_DEEP === '1' ? 3_000 : 500;

suite('Answers over gRPC that are none, of a store’s double', () => {
  let world: HostileWorld;
  before(async () => {
    world = await startHostileWorld();
  });
  after(() => world?.close());

  /** What is masked and stands in what came all the same; any half of the text counts. */
  const found = ({ body, details, metadata }: UnaryAnswer): string | undefined => {
    const told = Buffer.concat([body, Buffer.from(JSON.stringify([details, metadata]))]);
    if (told.includes('SECRET') || told.includes(Buffer.from('SECRET').toString('base64url').slice(1, -1)))
      return 'the text';
    return told.includes(vectorBytes) ? 'the vector' : undefined;
  };
  const tried = (name: string, call = grpc.query()): Attack => ({
    name,
    run: async () => {
      const answer = await world.send(call);
      const seen = found(answer);
      const told = answer.status === 0 ? 'delivered, masked' : answer.details.split('\n')[0];
      // What the gate gives in a store's stead is its own words, or the mask's.
      const plain = answer.status === 0 || /^(VectorGate: .{20}|The store refused)/.test(answer.details);
      return { passed: seen !== undefined || !plain, seen: `${answer.status} ${told} ${seen ?? ''}` };
    },
  });

  test('invariant 3: a message that is none, or one with more in it, gives nothing unmasked away', async (context) => {
    await tryAll(
      context,
      'Hostile messages of a Qdrant double',
      hostileMessages.map(([what, message]) => {
        const { name, run } = tried(what);
        return {
          name,
          run: () => {
            world.store.behave = (stream) => answerWith(stream, framed(message));
            return run();
          },
        };
      }),
    );
  });

  test('invariant 3: an end that is none, or says more than one does, gives nothing away', async (context) => {
    await tryAll(
      context,
      'Hostile ends of a Qdrant double',
      hostileEnds.map(([what, behave]) => {
        const { name, run } = tried(what);
        return {
          name,
          run: () => {
            world.store.behave = (stream) => behave(stream);
            return run();
          },
        };
      }),
    );
    // And what is well is delivered again.
    const [[, well]] = hostileMessages as [readonly [string, Buffer]];
    world.store.behave = (stream) => answerWith(stream, framed(well));
    const { status, message } = await world.send(grpc.query());
    assert.equal(status, 0);
    assert.ok(message?.includes('«redacted»') && message.includes('Blender'));
  });

  test('who has no mask gets what came, to the byte, whatever it is', async () => {
    for (const [what, message] of hostileMessages) {
      world.store.behave = (stream) => answerWith(stream, framed(message));
      const { status, message: came } = await world.send(grpc.query(), 'whole');
      assert.equal(status, 0, what);
      assert.deepEqual(came, message, what);
    }
  });

  const value = { kind: { case: 'stringValue', value: secret } } as const;
  const payload: Record<string, MessageInitShape<typeof qdrant.ValueSchema>> = {
    title: { kind: { case: 'stringValue', value: 'Blender' } },
    email: value,
    deep: {
      kind: {
        case: 'structValue',
        value: {
          fields: {
            a: value,
            b: {
              kind: {
                case: 'listValue',
                value: { values: [value, { kind: { case: 'nullValue', value: 0 } }] },
              },
            },
            n: { kind: { case: 'integerValue', value: 7n } },
          },
        },
      },
    },
  };
  const vectors: MessageInitShape<typeof qdrant.VectorsOutputSchema> = {
    vectorsOptions: {
      case: 'vector',
      value: { vector: { case: 'dense', value: { data: [0.22, 0.33, 0.44] } } },
    },
  };
  const point = { id: grpc.id(7n), payload, vectors, score: 0.5, version: 3n } as const;
  const other = { pointIdOptions: { case: 'uuid', value: 'a'.repeat(36) } } as const;
  const many = (): MessageInitShape<typeof qdrant.ScoredPointSchema>[] => [point, { ...point, id: other }];
  const bytes = <S extends DescMessage>(schema: S, init: MessageInitShape<S>): Uint8Array =>
    toBinary(schema, create(schema, init));
  const answers: readonly (readonly [grpc.GrpcCall, DescMessage, Uint8Array])[] = [
    [
      grpc.query(),
      qdrant.QueryResponseSchema,
      bytes(qdrant.QueryResponseSchema, { result: many(), time: 0.5 }),
    ],
    [
      grpc.search(),
      qdrant.SearchResponseSchema,
      bytes(qdrant.SearchResponseSchema, { result: many(), time: 0.5 }),
    ],
    [
      grpc.scroll(),
      qdrant.ScrollResponseSchema,
      bytes(qdrant.ScrollResponseSchema, {
        result: [point.id, other].map((id) => ({ id, payload, vectors })),
        nextPageOffset: grpc.id(9n),
      }),
    ],
    [
      grpc.get(),
      qdrant.GetResponseSchema,
      bytes(qdrant.GetResponseSchema, {
        result: [{ id: point.id, payload, vectors }],
      }),
    ],
    [
      grpc.queryBatch({ queryPoints: [{ collectionName: 'cases', query: grpc.nearest, ...grpc.full }] }),
      qdrant.QueryBatchResponseSchema,
      bytes(qdrant.QueryBatchResponseSchema, { result: [{ result: many() }] }),
    ],
    [
      grpc.queryGroups({ groupBy: 'title' }),
      qdrant.QueryGroupsResponseSchema,
      bytes(qdrant.QueryGroupsResponseSchema, {
        result: { groups: [{ id: { kind: { case: 'stringValue', value: 'Blender' } }, hits: many() }] },
      }),
    ],
  ];

  for (const [call, schema, good] of answers)
    test(`invariant 3: ${mutations} mutated answers to ${call.method} give nothing unmasked away`, async (context) => {
      const random = numbersFrom(20_261_129);
      let delivered = 0;
      for (let i = 0; i < mutations; i++) {
        const message = mutated(Buffer.from(good), random);
        world.store.behave = (stream) => answerWith(stream, framed(message));
        const answer = await world.send(call);
        const { message: came = Buffer.alloc(0) } = answer;
        const seen = readable(schema, came) ? holds(fromBinary(schema, came)) : found(answer) !== undefined;
        assert.equal(seen, false, `mutation ${i}: ${message.toString('hex')}`);
        if (answer.status === 0) delivered++;
        else assert.match(answer.details, /^VectorGate: .{20}/, `mutation ${i}`);
      }
      assert.ok(delivered > 0);
      context.diagnostic(
        `${mutations} mutated answers to ${call.method}: ${delivered} delivered, masked; 0 passed`,
      );
    });
});

const readable = (schema: DescMessage, message: Uint8Array): boolean => {
  try {
    return fromBinary(schema, message) !== undefined;
  } catch {
    return false;
  }
};

/** Whether what is masked stands in a message's values. Names of fields are nobody's secret, whatever they are. */
function holds(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('SECRET');
  if (typeof value === 'number') return value === Math.fround(0.33);
  if (value instanceof Uint8Array) return Buffer.from(value).includes('SECRET');
  return typeof value === 'object' && value !== null && Object.values(value).some(holds);
}

/** Numbers below a bound, the same each time. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The bytes with one to three of them changed, left out, put in, or written twice. */
function mutated(bytes: Buffer, random: (below: number) => number): Buffer {
  let made = bytes;
  for (let times = 1 + random(3); times > 0; times--) {
    const at = random(made.length);
    const length = 1 + random(12);
    const [head, piece, tail] = [
      made.subarray(0, at),
      made.subarray(at, at + length),
      made.subarray(at + length),
    ];
    switch (random(5)) {
      case 0:
        made = Buffer.from(made);
        made[at]! ^= 1 << random(8);
        break;
      case 1:
        made = Buffer.concat([head, tail]);
        break;
      case 2:
        made = Buffer.concat([head, piece, piece, tail]);
        break;
      case 3:
        made = Buffer.concat([head, Buffer.from([random(256)]), piece, tail]);
        break;
      default:
        made = Buffer.from(made);
        made[at] = random(256);
    }
  }
  return made;
}
