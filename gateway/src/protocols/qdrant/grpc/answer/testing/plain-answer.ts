import type {
  FacetHit,
  OrderValue,
  PointGroup,
  PointId,
  RetrievedPoint,
  ScoredPoint,
  ShardKey,
  Value,
  VectorsOutput,
} from '@qdrant/js-client-grpc';

/** A JSON value as tests compare it: whole numbers as bigint, others as number, members that say nothing left out. */
export type Plain = null | boolean | bigint | number | string | Plain[] | { [key: string]: Plain };

const object = (members: Readonly<Record<string, Plain | undefined>>): Plain => {
  const plain: Record<string, Plain> = Object.create(null);
  for (const [key, value] of Object.entries(members)) if (value !== undefined) plain[key] = value;
  return plain;
};

/** What JSON text says. A list of numbers or a text in the place of a vector is `vector`. */
export function plainJson(text: string): Plain {
  const read = JSON.parse(text, function (this: unknown, key: string, value: unknown, context: unknown) {
    if (typeof value === 'number') {
      const { source } = context as { source: string };
      return /[.eE]/.test(source) ? value : BigInt(source);
    }
    if (key === 'score' && value !== null) return Math.fround(Number(value));
    return value;
  } as (this: unknown, key: string, value: unknown) => unknown) as Plain;
  return read;
}

/** The same without what REST says and gRPC cannot: null where nothing is, an empty payload. */
export function comparable(plain: Plain, inPayload = false): Plain {
  if (Array.isArray(plain)) return plain.map((item) => comparable(item, inPayload));
  if (plain === null || typeof plain !== 'object') return plain;
  return object(
    Object.fromEntries(
      Object.entries(plain).flatMap(([key, value]): [string, Plain][] => {
        if (inPayload) return [[key, comparable(value, true)]];
        if (key === 'time' || key === 'usage') return [];
        if (key === 'score') return [[key, Math.fround(Number(value))]];
        if (key === 'id' || key === 'value') return [[key, value === null ? '' : value]];
        if (value === null) return [];
        if (key === 'payload' && typeof value === 'object' && Object.keys(value).length === 0) return [];
        if (key === 'vector') return [[key, comparableVector(value)]];
        return [[key, comparable(value, key === 'payload' || key === 'metadata')]];
      }),
    ),
  );
}

/** Of a vector, only that it is there: of several, their names. */
const comparableVector = (vector: Plain): Plain =>
  vector === null || typeof vector !== 'object' || Array.isArray(vector)
    ? 'vector'
    : object(Object.fromEntries(Object.keys(vector).map((name) => [name, 'vector'])));

export function plainValue({ kind }: Value): Plain {
  switch (kind.case) {
    case undefined:
    case 'nullValue':
      return null;
    case 'doubleValue':
      return plainNumber(kind.value);
    case 'structValue':
      return object(
        Object.fromEntries(Object.entries(kind.value.fields).map(([key, value]) => [key, plainValue(value)])),
      );
    case 'listValue':
      return kind.value.values.map(plainValue);
    default:
      return kind.value;
  }
}

export const plainId = (id: PointId | undefined): Plain => id?.pointIdOptions.value ?? null;
const plainKey = (key: ShardKey | undefined): Plain | undefined => key && (key.key.value ?? null);
/** JSON has no infinity. */
const plainNumber = (value: Plain): Plain =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
const plainOrder = (order: OrderValue | undefined): Plain | undefined =>
  order && plainNumber(order.variant.value ?? null);

function plainVectors(vectors: VectorsOutput | undefined): Plain | undefined {
  const options = vectors?.vectorsOptions;
  if (options?.case === 'vector') return 'vector';
  if (options?.case !== 'vectors') return undefined;
  return object(Object.fromEntries(Object.keys(options.value.vectors).map((name) => [name, 'vector'])));
}

const plainPayload = (payload: Readonly<Record<string, Value>>): Plain =>
  object(Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, plainValue(value)])));

export const plainRetrieved = (point: RetrievedPoint): Plain =>
  object({
    id: plainId(point.id),
    payload: plainPayload(point.payload),
    vector: plainVectors(point.vectors),
    shard_key: plainKey(point.shardKey),
    order_value: plainOrder(point.orderValue),
  });

export const plainScored = (point: ScoredPoint): Plain =>
  object({
    id: plainId(point.id),
    version: point.version,
    score: point.score,
    payload: plainPayload(point.payload),
    vector: plainVectors(point.vectors),
    shard_key: plainKey(point.shardKey),
    order_value: plainOrder(point.orderValue),
  });

export const plainGroup = (group: PointGroup): Plain =>
  object({
    id: group.id?.kind.value ?? null,
    hits: group.hits.map(plainScored),
    lookup: group.lookup && plainRetrieved(group.lookup),
  });

export const plainFacet = (hit: FacetHit): Plain =>
  object({ value: hit.value?.variant.value ?? null, count: hit.count });
