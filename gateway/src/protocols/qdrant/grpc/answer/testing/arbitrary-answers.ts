import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  FacetHitSchema,
  PointGroupSchema,
  type PointId,
  PointIdSchema,
  RetrievedPointSchema,
  ScoredPointSchema,
  type Value,
  ValueSchema,
  VectorOutputSchema,
  VectorsOutputSchema,
} from '@qdrant/js-client-grpc';
import fc from 'fast-check';
import type { Kind } from './kinds.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('ana@acme.example', 'call +1 415 555 0100 now', 'say "no"\n\u0000', 'ü'.repeat(30)),
);
const key = fc.oneof(
  fc.constantFrom('email', 'city', 'n', 'nested', 'tags', 'a.b', '$own', 'document', 'ana@acme.example'),
  fc.string({ maxLength: 5 }),
);
const double = fc.oneof(fc.double(), fc.constantFrom(1, -0, 1e21, Number.NaN, Number.POSITIVE_INFINITY));

/** No `Value` is deeper than this: a JSON reader would stop. */
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc
    .oneof(
      { maxDepth: 3 },
      fc.constant({ case: 'nullValue' as const, value: 0 }),
      double.map((value) => ({ case: 'doubleValue' as const, value })),
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n).map((value) => ({ case: 'integerValue' as const, value })),
      fc.integer().map((value) => ({ case: 'integerValue' as const, value: BigInt(value) })),
      text.map((value) => ({ case: 'stringValue' as const, value })),
      text.map((value) => ({ case: 'stringValue' as const, value })),
      fc.boolean().map((value) => ({ case: 'boolValue' as const, value })),
      fc.constant({ case: undefined }),
      fc
        .dictionary(key, tie('value'), { maxKeys: 4 })
        .map((fields) => ({ case: 'structValue' as const, value: { fields } })),
      fc
        .array(tie('value'), { maxLength: 4 })
        .map((values) => ({ case: 'listValue' as const, value: { values } })),
    )
    .map((kind) => create(ValueSchema, { kind } as MessageInitShape<typeof ValueSchema>)),
}));

const id: fc.Arbitrary<PointId> = fc
  .oneof(
    fc.bigInt(0n, 2n ** 64n - 1n).map((value) => ({ case: 'num' as const, value })),
    fc.uuid().map((value) => ({ case: 'uuid' as const, value })),
  )
  .map((pointIdOptions) => create(PointIdSchema, { pointIdOptions }));

const floats = fc.array(fc.float({ noNaN: true }), { maxLength: 12 });
const vector = fc
  .oneof(
    floats.map((data) => ({ data })),
    fc.constant({ data: [1, 2, 3, 4], vectorsCount: 2 }),
    fc.constant({ data: [0.5, 1], indices: { data: [7, 300] } }),
    floats.map((data) => ({ vector: { case: 'dense' as const, value: { data } } })),
    floats.map((data) => ({
      vector: { case: 'multiDense' as const, value: { vectors: [{ data }, { data }] } },
    })),
    floats.map((values) => ({
      vector: { case: 'sparse' as const, value: { values, indices: values.map((_value, i) => i * 99) } },
    })),
  )
  .map((init) => create(VectorOutputSchema, init as MessageInitShape<typeof VectorOutputSchema>));
const vectors = fc.option(
  fc
    .oneof(
      vector.map((value) => ({ case: 'vector' as const, value })),
      fc
        .dictionary(fc.constantFrom('a', 'b', 'ü'), vector)
        .map((vectors) => ({ case: 'vectors' as const, value: { vectors } })),
    )
    .map((vectorsOptions) => create(VectorsOutputSchema, { vectorsOptions })),
  { nil: undefined },
);

/** What stands in fields that nobody knows, and nowhere else. */
export const strange = Buffer.from('\u0014what nobody knows of');
const unknown = fc.option(
  fc.record({
    no: fc.constantFrom(90, 4000),
    wireType: fc.constant(2),
    data: fc.constant(strange),
  }),
  { nil: undefined, freq: 4 },
);
type Unknown = { $unknown?: unknown };
/** A message, perhaps with a field that nobody knows. */
const known = <T extends object>(of: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.tuple(of, unknown).map(([message, field]) => {
    if (field !== undefined) (message as Unknown).$unknown = [field];
    return message;
  });

const common = {
  id: known(id),
  payload: fc.dictionary(key, value, { maxKeys: 6 }),
  vectors,
  shardKey: fc.option(fc.constant({ key: { case: 'keyword' as const, value: 'north' } }), { nil: undefined }),
  orderValue: fc.option(
    fc.oneof(
      fc.bigInt(-5n, 2n ** 62n).map((value) => ({ variant: { case: 'int' as const, value } })),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((value) => ({ variant: { case: 'float' as const, value } })),
    ),
    { nil: undefined },
  ),
};
const defined = <T extends object>(init: T): T =>
  Object.fromEntries(Object.entries(init).filter(([, member]) => member !== undefined)) as T;
const scored = known(
  fc
    .record({ ...common, score: fc.float({ noNaN: true }), version: fc.bigInt(0n, 2n ** 64n - 1n) })
    .map((init) => create(ScoredPointSchema, defined(init) as MessageInitShape<typeof ScoredPointSchema>)),
);
const retrieved = known(
  fc
    .record(common)
    .map((init) =>
      create(RetrievedPointSchema, defined(init) as MessageInitShape<typeof RetrievedPointSchema>),
    ),
);
const some = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(of, { maxLength: 4 });
const group = known(
  fc
    .record({
      id: fc.oneof(
        fc.bigInt(0n, 9n).map((value) => ({ kind: { case: 'unsignedValue' as const, value } })),
        fc.bigInt(-9n, 9n).map((value) => ({ kind: { case: 'integerValue' as const, value } })),
        fc.string({ minLength: 1 }).map((value) => ({ kind: { case: 'stringValue' as const, value } })),
      ),
      hits: some(scored),
      lookup: fc.option(retrieved, { nil: undefined }),
    })
    .map((init) => create(PointGroupSchema, defined(init) as MessageInitShape<typeof PointGroupSchema>)),
);
const facet = known(
  fc
    .record({
      value: fc.oneof(
        fc.string({ minLength: 1 }).map((value) => ({ variant: { case: 'stringValue' as const, value } })),
        fc.bigInt(-9n, 9n).map((value) => ({ variant: { case: 'integerValue' as const, value } })),
        fc.boolean().map((value) => ({ variant: { case: 'boolValue' as const, value } })),
      ),
      count: fc.bigInt(0n, 2n ** 40n),
    })
    .map((init) => create(FacetHitSchema, init)),
);

const batch = fc.array(known(some(scored).map((result) => ({ result }))), { minLength: 3, maxLength: 3 });
const members: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  search: { result: some(scored) },
  query: { result: some(scored) },
  get: { result: some(retrieved) },
  scroll: { result: some(retrieved), nextPageOffset: fc.option(known(id), { nil: undefined }) },
  groups: { result: fc.option(known(some(group).map((groups) => ({ groups }))), { nil: undefined }) },
  'search batch': { result: batch },
  'query batch': { result: batch },
  facet: { hits: some(facet) },
};

/** Answers of a kind, as they lie on the wire; some have fields that nobody knows. */
export const answersOf = ({ name, schema }: Kind): fc.Arbitrary<Buffer> =>
  known(
    fc
      .record({ ...members[name], time: fc.double({ min: 0, max: 9, noNaN: true }) })
      .map((init) => create(schema, defined(init) as MessageInitShape<DescMessage>)),
  ).map((message) => Buffer.from(toBinary(schema, message)));
