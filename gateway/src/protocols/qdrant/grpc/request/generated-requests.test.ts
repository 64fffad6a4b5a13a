import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DescMessage, fromJson, toBinary } from '@bufbuild/protobuf';
import { QueryPointsSchema, ScrollPointsSchema, UpsertPointsSchema } from '@qdrant/js-client-grpc';
import fc from 'fast-check';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { inOrder, judged, methodOf } from '../testing/judging.ts';
import { readRequestTwin } from './read-request-twin.ts';

/** The same thing as a REST client writes it, and in protobuf's own JSON (https://protobuf.dev/programming-guides/json). */
interface Pair {
  readonly rest: string;
  readonly grpc: unknown;
}

const object = (members: Readonly<Record<string, string>>): string =>
  `{${Object.entries(members)
    .map(([key, json]) => `${JSON.stringify(key)}:${json}`)
    .join(',')}}`;
const list = (items: readonly Pair[]): string => `[${items.map(({ rest }) => rest).join(',')}]`;
const grpcs = (items: readonly Pair[]): unknown[] => items.map(({ grpc }) => grpc);
const double = (value: number): string => {
  const text = Object.is(value, -0) ? '-0.0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
};

const text = fc.string({ unit: 'binary', maxLength: 12 }).filter((one) => one.isWellFormed());
const key = fc.stringMatching(/^[a-z]{1,4}(\[\]\.[a-z]{1,3}|\.[a-z]{1,3})?$/);
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const float = fc.float({ noNaN: true, noDefaultInfinity: true });

const id: fc.Arbitrary<Pair> = fc.oneof(
  uint64.map((value) => ({ rest: String(value), grpc: { num: String(value) } })),
  fc.uuid().map((uuid) => ({ rest: JSON.stringify(uuid), grpc: { uuid } })),
);

const match: fc.Arbitrary<Pair> = fc.oneof(
  text.map((value) => ({ rest: object({ value: JSON.stringify(value) }), grpc: { keyword: value } })),
  int64.map((value) => ({ rest: object({ value: String(value) }), grpc: { integer: String(value) } })),
  fc.boolean().map((value) => ({ rest: object({ value: String(value) }), grpc: { boolean: value } })),
  text.map((value) => ({ rest: object({ text: JSON.stringify(value) }), grpc: { text: value } })),
  text.map((value) => ({ rest: object({ phrase: JSON.stringify(value) }), grpc: { phrase: value } })),
  fc.array(text, { maxLength: 3 }).map((strings) => ({
    rest: object({ any: JSON.stringify(strings) }),
    grpc: { keywords: { strings } },
  })),
  fc.array(int64, { maxLength: 3 }).map((integers) => ({
    rest: object({ except: `[${integers.join(',')}]` }),
    grpc: { exceptIntegers: { integers: integers.map(String) } },
  })),
);

const range: fc.Arbitrary<Pair> = fc
  .record({ lt: number, lte: number, gt: number, gte: number }, { requiredKeys: [] })
  .map((bounds) => ({
    rest: object(Object.fromEntries(Object.entries(bounds).map(([name, value]) => [name, double(value)]))),
    grpc: bounds,
  }));

const { filter } = fc.letrec<{ filter: Pair; condition: Pair }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(key, match).map(([name, one]) => ({
      rest: object({ key: JSON.stringify(name), match: one.rest }),
      grpc: { field: { key: name, match: one.grpc } },
    })),
    fc.tuple(key, range).map(([name, one]) => ({
      rest: object({ key: JSON.stringify(name), range: one.rest }),
      grpc: { field: { key: name, range: one.grpc } },
    })),
    fc.array(id, { maxLength: 4 }).map((ids) => ({
      rest: object({ has_id: list(ids) }),
      grpc: { hasId: { hasId: grpcs(ids) } },
    })),
    key.map((name) => ({
      rest: object({ is_empty: object({ key: JSON.stringify(name) }) }),
      grpc: { isEmpty: { key: name } },
    })),
    text.map((name) => ({
      rest: object({ has_vector: JSON.stringify(name) }),
      grpc: { hasVector: { hasVector: name } },
    })),
    fc.tuple(key, tie('filter')).map(([name, inner]) => ({
      rest: object({ nested: object({ key: JSON.stringify(name), filter: inner.rest }) }),
      grpc: { nested: { key: name, filter: inner.grpc } },
    })),
    tie('filter').map((inner) => ({ rest: inner.rest, grpc: { filter: inner.grpc } })),
  ),
  filter: fc
    .record(
      {
        must: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
        should: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }),
        mustNot: fc.array(tie('condition'), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    )
    .map(({ must, should, mustNot }) => ({
      rest: object({
        ...(must && { must: list(must) }),
        ...(should && { should: list(should) }),
        ...(mustNot && { must_not: list(mustNot) }),
      }),
      grpc: {
        ...(must && { must: grpcs(must) }),
        ...(should && { should: grpcs(should) }),
        ...(mustNot && { mustNot: grpcs(mustNot) }),
      },
    })),
}));

const { value } = fc.letrec<{ value: Pair }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant({ rest: 'null', grpc: { nullValue: 'NULL_VALUE' } }),
    text.map((one) => ({ rest: JSON.stringify(one), grpc: { stringValue: one } })),
    int64.map((one) => ({ rest: String(one), grpc: { integerValue: String(one) } })),
    number.map((one) => ({ rest: double(one), grpc: { doubleValue: one } })),
    fc.boolean().map((one) => ({ rest: String(one), grpc: { boolValue: one } })),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => ({
      rest: list(items),
      grpc: { listValue: { values: grpcs(items) } },
    })),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }).map((members) => ({
      rest: object(Object.fromEntries(Object.entries(members).map(([name, one]) => [name, one.rest]))),
      grpc: {
        structValue: {
          fields: Object.fromEntries(Object.entries(members).map(([name, one]) => [name, one.grpc])),
        },
      },
    })),
  ),
}));
const payload = fc.dictionary(text, value, { maxKeys: 4 }).map((members) => ({
  rest: object(Object.fromEntries(Object.entries(members).map(([name, one]) => [name, one.rest]))),
  grpc: Object.fromEntries(Object.entries(members).map(([name, one]) => [name, one.grpc])),
}));

const floats = (least: number) =>
  fc.array(float, { minLength: least, maxLength: 12 }).map((data) => ({
    rest: `[${data.map(double).join(',')}]`,
    grpc: { data: data.map((one) => (Object.is(one, -0) ? '-0' : one)) },
  }));
const sparse = fc.uniqueArray(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 5 }).map((indices) => ({
  rest: object({ indices: JSON.stringify(indices), values: JSON.stringify(indices.map(() => 1)) }),
  grpc: { indices, values: indices.map(() => 1) },
}));
const vectorInput: fc.Arbitrary<Pair> = fc.oneof(
  id.map(({ rest, grpc }) => ({ rest, grpc: { id: grpc } })),
  floats(1).map(({ rest, grpc }) => ({ rest, grpc: { dense: grpc } })),
  sparse.map(({ rest, grpc }) => ({ rest, grpc: { sparse: grpc } })),
  fc.array(floats(1), { minLength: 1, maxLength: 3 }).map((vectors) => ({
    rest: list(vectors),
    grpc: { multiDense: { vectors: grpcs(vectors) } },
  })),
);
const query: fc.Arbitrary<Pair> = fc.oneof(
  vectorInput.map(({ rest, grpc }) => ({ rest: object({ nearest: rest }), grpc: { nearest: grpc } })),
  fc
    .tuple(
      fc.array(vectorInput, { minLength: 1, maxLength: 3 }),
      fc.array(vectorInput, { minLength: 1, maxLength: 2 }),
    )
    .map(([positive, negative]) => ({
      rest: object({ recommend: object({ positive: list(positive), negative: list(negative) }) }),
      grpc: { recommend: { positive: grpcs(positive), negative: grpcs(negative) } },
    })),
  fc.tuple(vectorInput, vectorInput).map(([positive, negative]) => ({
    rest: object({ context: `[${object({ positive: positive.rest, negative: negative.rest })}]` }),
    grpc: { context: { pairs: [{ positive: positive.grpc, negative: negative.grpc }] } },
  })),
  key.map((name) => ({
    rest: object({ order_by: object({ key: JSON.stringify(name) }) }),
    grpc: { orderBy: { key: name } },
  })),
  fc.constant({ rest: '{"fusion":"dbsf"}', grpc: { fusion: 'DBSF' } }),
);
const { prefetch } = fc.letrec<{ prefetch: Pair }>((tie) => ({
  prefetch: fc
    .record(
      {
        query,
        filter,
        limit: fc.nat(1000),
        prefetch: fc.array(tie('prefetch'), { minLength: 1, maxLength: 2, depthIdentifier: 'prefetch' }),
      },
      { requiredKeys: ['query'] },
    )
    .map((one) => ({
      rest: object({
        query: one.query.rest,
        ...(one.filter && { filter: one.filter.rest }),
        ...(one.limit !== undefined && { limit: String(one.limit) }),
        ...(one.prefetch && { prefetch: list(one.prefetch) }),
      }),
      grpc: {
        query: one.query.grpc,
        ...(one.filter && { filter: one.filter.grpc }),
        ...(one.limit !== undefined && { limit: String(one.limit) }),
        ...(one.prefetch && { prefetch: grpcs(one.prefetch) }),
      },
    })),
}));

const rest = (path: string, body: string, method = 'POST'): HttpRequest => ({
  method,
  path: ['collections', 'cases', 'points', ...path.split('/').filter(Boolean)],
  query: [],
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(body),
});
const message = (schema: DescMessage, json: object): Uint8Array =>
  toBinary(schema, fromJson(schema, { collectionName: 'cases', ...json } as never));

/** What a judge says: operations, or the code of its refusal. */
async function said(request: () => HttpRequest): Promise<unknown> {
  try {
    return inOrder((await judged(request())).operations);
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

test('any filter reads alike in both ways, and takes a required one alike', async () => {
  const method = methodOf('qdrant.Points', 'Scroll');
  await fc.assert(
    fc.asyncProperty(filter, async (one) => {
      const twin = readRequestTwin(method, message(ScrollPointsSchema, { filter: one.grpc }));
      const plain = rest('scroll', object({ filter: one.rest }));
      const expected = await said(() => plain);
      assert.deepEqual(await said(() => twin.request), expected);
      if (typeof expected === 'string') return;
      const { forward } = await judged(twin.request);
      const required = { op: 'compare', field: 'tenant', test: 'eq', value: 'acme' } as const;
      const { request } = await forward([{ masks: [], rates: [], filter: required }]);
      const made = twin.rewrite(request);
      const narrowed = await (await judged(plain)).forward([{ masks: [], rates: [], filter: required }]);
      assert.deepEqual(
        await said(() => readRequestTwin(made.method, made.message).request),
        await said(() => narrowed.request),
      );
    }),
    { numRuns: 300 },
  );
});

test('any query reads alike in both ways', async () => {
  const method = methodOf('qdrant.Points', 'Query');
  await fc.assert(
    fc.asyncProperty(prefetch, async (one) => {
      const grpc = message(QueryPointsSchema, one.grpc as object);
      assert.deepEqual(
        await said(() => readRequestTwin(method, grpc).request),
        await said(() => rest('query', one.rest)),
      );
    }),
    { numRuns: 300 },
  );
});

test('any payload and vector is written alike in both ways', async () => {
  const method = methodOf('qdrant.Points', 'Upsert');
  const vectors = floats(1);
  const point = fc.tuple(id, payload, vectors).map(([one, fields, vector]) => ({
    rest: object({ id: one.rest, payload: fields.rest, vector: vector.rest }),
    grpc: { id: one.grpc, payload: fields.grpc, vectors: { vector: { dense: vector.grpc } } },
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(point, { minLength: 1, maxLength: 4 }), async (points) => {
      const grpc = message(UpsertPointsSchema, { points: grpcs(points) });
      assert.deepEqual(
        await said(() => readRequestTwin(method, grpc).request),
        await said(() => rest('', object({ points: list(points) }), 'PUT')),
      );
    }),
    { numRuns: 300 },
  );
});
