/**
 * Prints how much of a processor's time requests take to be read into their twins, and to be rewritten: node measure-requests.ts
 */
import { create, toBinary } from '@bufbuild/protobuf';
import { QueryPointsSchema, UpsertPointsSchema } from '@qdrant/js-client-grpc';
import { checkWire, planOf } from '@vectorgate/store-messages/protobuf';
import type { HttpRequest } from '../../../../engines/http/http-message.ts';
import { readRequestTwin } from '../request/read-request-twin.ts';
import { judged, methodOf } from './judging.ts';

const vector = Array.from({ length: 768 }, (_, i) => Math.sin(i));
const queryMethod = methodOf('qdrant.Points', 'Query');
const upsertMethod = methodOf('qdrant.Points', 'Upsert');
const query = toBinary(
  QueryPointsSchema,
  create(QueryPointsSchema, {
    collectionName: 'cases',
    query: { variant: { case: 'nearest', value: { variant: { case: 'dense', value: { data: vector } } } } },
    limit: 10n,
    withPayload: { selectorOptions: { case: 'enable', value: true } },
    filter: {
      must: [
        {
          conditionOneOf: {
            case: 'field',
            value: { key: 'product', match: { matchValue: { case: 'keyword', value: 'blender' } } },
          },
        },
      ],
    },
  }),
);
const upload = toBinary(
  UpsertPointsSchema,
  create(UpsertPointsSchema, {
    collectionName: 'cases',
    points: Array.from({ length: 100 }, (_, i) => ({
      id: { pointIdOptions: { case: 'num' as const, value: BigInt(i) } },
      payload: Object.fromEntries(
        Array.from({ length: 10 }, (_, field) => [
          `field_${field}`,
          { kind: { case: 'stringValue' as const, value: `some value ${i}` } },
        ]),
      ),
      vectors: {
        vectorsOptions: {
          case: 'vector' as const,
          value: { vector: { case: 'dense' as const, value: { data: vector } } },
        },
      },
    })),
  }),
);

/** What a required filter makes of a request. */
async function narrowed(request: HttpRequest): Promise<HttpRequest> {
  const { operations, forward } = await judged(request);
  const filter = {
    op: 'compare',
    field: 'field_0',
    test: 'in',
    value: Array.from({ length: 100 }, (_, i) => `some value ${i}`),
  } as const;
  return (await forward(operations.map(() => ({ masks: [], rates: [], filter })))).request;
}

function measure(what: string, rounds: number, run: () => unknown): void {
  for (let i = 0; i < rounds; i++) run();
  const before = process.threadCpuUsage();
  for (let i = 0; i < rounds; i++) run();
  const { user, system } = process.threadCpuUsage(before);
  const each = (user + system) / rounds;
  console.log(`${what.padEnd(44)} ${each.toFixed(1).padStart(9)} µs`);
}

for (const { name, method, message, rounds } of [
  { name: 'query of 768 dimensions', method: queryMethod, message: query, rounds: 20_000 },
  { name: 'upload of 100 points', method: upsertMethod, message: upload, rounds: 3000 },
]) {
  const plan = planOf(method.message);
  const twin = readRequestTwin(method, message);
  const edited = await narrowed(twin.request);
  measure(`${name}: wire check`, rounds, () => checkWire(plan, message));
  measure(`${name}: twin`, rounds, () => readRequestTwin(method, message));
  measure(`${name}: twin and record`, rounds, () => readRequestTwin(method, message).recorded);
  measure(`${name}: twin and a filter added`, rounds, () => readRequestTwin(method, message).rewrite(edited));
}
