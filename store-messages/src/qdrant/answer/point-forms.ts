import { choice, field, list, map, object } from './answer-form.ts';

export const pointId = choice([field(1, 'num', 'uint'), field(2, 'uuid', 'text')], 2);
export const shardKey = choice([field(1, 'keyword', 'text'), field(2, 'number', 'uint')]);

const id = field(1, 'id', pointId, { absent: 'null' });
const orderValue = field(8, 'order_value', choice([field(1, 'int', 'int'), field(2, 'float', 'double')]), {
  may: 'be-null',
});

/** `qdrant.ScoredPoint`. */
export const scoredPoint = object(
  [
    id,
    field(5, 'version', 'uint', { absent: '0' }),
    field(3, 'score', 'float', { absent: '0.0', may: 'be-zero' }),
    map(2, 'payload', 'json'),
    field(6, 'vector', 'vectors', { may: 'be-null' }),
    field(7, 'shard_key', shardKey),
    orderValue,
  ],
  { point: true },
);

/** `qdrant.RetrievedPoint`. */
export const retrievedPoint = object(
  [
    id,
    map(2, 'payload', 'json'),
    field(4, 'vector', 'vectors', { may: 'be-null' }),
    field(5, 'shard_key', shardKey),
    { ...orderValue, number: 6 },
  ],
  { point: true },
);

const pointGroup = object([
  field(
    1,
    'id',
    choice(
      [
        field(1, 'unsigned_value', 'uint'),
        field(2, 'integer_value', 'int'),
        field(3, 'string_value', 'text'),
      ],
      3,
    ),
  ),
  list(2, 'hits', scoredPoint),
  field(3, 'lookup', retrievedPoint),
]);

/** `qdrant.GroupsResult`. */
export const groupsResult = object([list(1, 'groups', pointGroup)]);

/** `qdrant.BatchResult` of newer queries, and of older ones, whose result is the list itself. */
export const batchResult = object([list(1, 'points', scoredPoint)]);
export const olderBatchResult = choice([list(1, 'points', scoredPoint)]);

/** `qdrant.FacetHit`. */
export const facetHit = object([
  field(
    1,
    'value',
    choice(
      [field(1, 'string_value', 'text'), field(2, 'integer_value', 'int'), field(3, 'bool_value', 'bool')],
      1,
    ),
    { absent: 'null' },
  ),
  field(2, 'count', 'uint', { absent: '0' }),
]);

/** `qdrant.SearchMatrixPairs` and `qdrant.SearchMatrixOffsets`. */
export const matrixPairs = object([
  list(
    1,
    'pairs',
    object([field(1, 'a', pointId), field(2, 'b', pointId), field(3, 'score', 'float', { absent: '0.0' })]),
  ),
]);
export const matrixOffsets = object([
  list(1, 'offsets_row', 'uint'),
  list(2, 'offsets_col', 'uint'),
  list(3, 'scores', 'float'),
  list(4, 'ids', pointId),
]);
