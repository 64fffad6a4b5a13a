import { type DescMessage, fromBinary, toJson, toJsonString } from '@bufbuild/protobuf';
import * as qdrant from '@qdrant/js-client-grpc';
import { type GrpcCall, get, id } from '../../harness/qdrant-grpc-calls.ts';
import { qdrantKey } from '../../harness/qdrant-world.ts';
import type { UnaryAnswer, UnaryCallOptions } from '../../harness/unary-call.ts';
import type { Attack } from '../attack-table.ts';
import { type HidingWorld, hidden, vector } from '../qdrant/hiding-world.ts';

type Try = (name: string, call: GrpcCall, options?: UnaryCallOptions) => Attack;

/** What may be tried over gRPC, by what must not come of it. */
export interface GrpcTries {
  /** Nothing hidden may stand in what is answered to her. */
  readonly sees: Try;
  /** The call must be refused to her by the gate, and nothing of it be sent on. */
  readonly refused: Try;
  /** As `refused`, as the service that writes. */
  readonly refusedToo: Try;
  /** What does not belong to the service that writes must be as it was afterwards. */
  readonly changes: Try;
  /** Any bytes of a call: what is answered must hold nothing hidden, and what others own must be as it was. */
  readonly either: Try;
}

const floats = (numbers: readonly number[]): Buffer => Buffer.from(Float32Array.from(numbers).buffer);
/** What nobody whom the policy narrows may find in an answer's bytes: the texts, the end of every vector, and the key. */
const hiddenBytes: readonly (readonly [string, Buffer])[] = [
  ...[...hidden.filter((one) => !one.startsWith('0.')), qdrantKey].map(
    (one) => [one, Buffer.from(one)] as const,
  ),
  ['a vector', floats(vector.slice(1))],
];

/** What is hidden and stands in an answer; ids of other tenants' points count where the answer can be read. */
export function foundIn(answer: UnaryAnswer, schema?: DescMessage): string | undefined {
  const told = Buffer.concat([answer.body, Buffer.from(JSON.stringify([answer.details, answer.metadata]))]);
  const found = hiddenBytes.find(([, bytes]) => told.includes(bytes));
  if (found !== undefined) return found[0];
  if (schema === undefined || answer.message === undefined) return undefined;
  const json = toJsonString(schema, fromBinary(schema, answer.message));
  return /"(num|integerValue)":"[24]"/.exec(json)?.[0] ?? /secret|public-looking/.exec(json)?.[0];
}

/** The message with which a method answers, of those that hold records or names. */
const answers: Readonly<Record<string, DescMessage>> = {
  Query: qdrant.QueryResponseSchema,
  QueryBatch: qdrant.QueryBatchResponseSchema,
  QueryGroups: qdrant.QueryGroupsResponseSchema,
  Search: qdrant.SearchResponseSchema,
  SearchBatch: qdrant.SearchBatchResponseSchema,
  SearchGroups: qdrant.SearchGroupsResponseSchema,
  Recommend: qdrant.RecommendResponseSchema,
  RecommendBatch: qdrant.RecommendBatchResponseSchema,
  RecommendGroups: qdrant.RecommendGroupsResponseSchema,
  Discover: qdrant.DiscoverResponseSchema,
  DiscoverBatch: qdrant.DiscoverBatchResponseSchema,
  Scroll: qdrant.ScrollResponseSchema,
  Facet: qdrant.FacetResponseSchema,
  SearchMatrixPairs: qdrant.SearchMatrixPairsResponseSchema,
  SearchMatrixOffsets: qdrant.SearchMatrixOffsetsResponseSchema,
  List: qdrant.ListCollectionsResponseSchema,
  ListAliases: qdrant.ListAliasesResponseSchema,
  ListCollectionAliases: qdrant.ListAliasesResponseSchema,
};
const answerOf = ({ method }: GrpcCall): DescMessage | undefined =>
  method === 'qdrant.Points/Get' ? qdrant.GetResponseSchema : answers[method.split('/')[1] ?? ''];

/** Maps come in another order each time. */
const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;

/** The tries of one world. */
export function grpcTriesIn({ world, ana, writer, refill }: HidingWorld): GrpcTries {
  const words = ({ details, status }: UnaryAnswer): string =>
    `${status} ${/VectorGate: ([^\n]{0,70})/.exec(details)?.[1] ?? details.slice(0, 80)}`;
  const foreign = async (): Promise<string> => {
    const { message } = await world.straightGrpc('qdrant.Points/Get', get({ ids: [2n, 4n].map(id) }).message);
    const { result } = fromBinary(qdrant.GetResponseSchema, message!);
    const texts = result.map((point) => JSON.stringify(toJson(qdrant.RetrievedPointSchema, point), inOrder));
    return JSON.stringify(texts.sort());
  };
  const sees: Try = (name, call, options) => ({
    name,
    run: async () => {
      const answer = await world.viaGrpc(ana.accessToken, call.method, call.message, options);
      const found = foundIn(answer, answerOf(call));
      return { passed: found !== undefined, seen: `${words(answer)} ${found ?? ''}` };
    },
  });
  const refusedTo =
    (token: string): Try =>
    (name, call, options) => ({
      name,
      run: async () => {
        const before = world.recordedGrpc.passed.length;
        const answer = await world.viaGrpc(token, call.method, call.message, options);
        const sent = world.recordedGrpc.passed.length - before;
        const said = /VectorGate: .{20}/.test(answer.details);
        const passed = answer.status === 0 || sent > 0 || !said || foundIn(answer) !== undefined;
        return { passed, seen: `${words(answer)}${sent > 0 ? ` (${sent} sent on)` : ''}` };
      },
    });
  const changes: Try = (name, call, options) => ({
    name,
    run: async () => {
      await refill();
      const before = await foreign();
      const answer = await world.viaGrpc(writer, call.method, call.message, options);
      const passed = (await foreign()) !== before;
      return { passed, seen: answer.status === 0 ? '0 within' : words(answer) };
    },
  });
  const either: Try = (name, call, options) => ({
    name,
    run: async () => {
      const before = await foreign();
      const answer = await world.viaGrpc(ana.accessToken, call.method, call.message, options);
      const found = foundIn(answer, answerOf(call));
      const passed = found !== undefined || (await foreign()) !== before;
      return { passed, seen: `${words(answer)} ${found ?? ''}` };
    },
  });
  return { sees, refused: refusedTo(ana.accessToken), refusedToo: refusedTo(writer), changes, either };
}
