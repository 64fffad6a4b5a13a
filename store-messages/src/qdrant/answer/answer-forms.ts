import { type AnswerForm, type FieldForm, field, list, map, object, words } from './answer-form.ts';
import { clusterInfoFields, collectionInfo } from './collection-forms.ts';
import {
  batchResult,
  facetHit,
  groupsResult,
  matrixOffsets,
  matrixPairs,
  olderBatchResult,
  pointId,
  retrievedPoint,
  scoredPoint,
  shardKey,
} from './point-forms.ts';

const zero = { absent: '0' } as const;
const counters = [
  'cpu',
  'payload_io_read',
  'payload_io_write',
  'payload_index_io_read',
  'payload_index_io_write',
  'vector_io_read',
  'vector_io_write',
];
/** `qdrant.Usage`. */
const usage = object([
  field(1, 'hardware', object(counters.map((name, i) => field(i + 1, name, 'uint', zero)))),
  field(2, 'inference', object([map(1, 'models', object([field(1, 'tokens', 'uint', zero)]))])),
]);

/** Fields beside the result, by their numbers. */
const answer = (
  result: AnswerForm['result'],
  fields: readonly FieldForm[],
  time: number,
  used?: number,
): AnswerForm => ({
  result,
  message: object([
    ...fields,
    field(time, 'time', 'double', { absent: '0.0' }),
    ...(used === undefined ? [] : [field(used, 'usage', usage)]),
  ]),
});
/** One field is the result; `time` is the next, and `usage` the one after that. */
const ofField = (of: FieldForm): AnswerForm => answer('field', [of], 2, 3);
const withoutUsage = (of: FieldForm): AnswerForm => answer('field', [of], 2);

const updateResult = object([
  field(1, 'operation_id', 'uint'),
  field(2, 'status', words('unknown', 'acknowledged', 'completed', 'clock_rejected', 'wait_timeout'), {
    absent: '"unknown"',
  }),
]);
const snapshot = object([
  field(1, 'name', 'text', { absent: '""' }),
  field(2, 'creation_time', 'instant'),
  field(3, 'size', 'int', zero),
  field(4, 'checksum', 'text'),
]);
const named = (number: number, name: string): FieldForm => field(number, name, 'text', { absent: '""' });
const shortened = (number: number, name: string, of: FieldForm['of']): FieldForm => ({
  ...list(number, name, of),
  may: 'be-shortened',
});

/** What each method of Qdrant's answers. One form may serve several. */
export const answerForms = {
  /** Points: Search, Recommend, Discover. */
  search: ofField(list(1, 'points', scoredPoint)),
  /** SearchBatch, RecommendBatch, DiscoverBatch. */
  searchBatch: ofField(list(1, 'results', olderBatchResult)),
  /** SearchGroups, RecommendGroups, QueryGroups. */
  groups: ofField(field(1, 'groups', groupsResult, { absent: '{"groups":[]}' })),
  query: answer('members', [list(1, 'points', scoredPoint)], 2, 3),
  queryBatch: ofField(list(1, 'results', batchResult)),
  get: ofField(list(1, 'points', retrievedPoint)),
  scroll: answer(
    'members',
    [
      list(2, 'points', retrievedPoint),
      field(1, 'next_page_offset', pointId, { absent: 'null', may: 'be-null' }),
    ],
    3,
    4,
  ),
  count: ofField(field(1, 'count', object([field(1, 'count', 'uint', zero)]), { absent: '{"count":0}' })),
  facet: answer('members', [list(1, 'hits', facetHit)], 2, 3),
  matrixPairs: ofField(field(1, 'pairs', matrixPairs, { absent: '{"pairs":[]}' })),
  matrixOffsets: ofField(
    field(1, 'offsets', matrixOffsets, {
      absent: '{"offsets_row":[],"offsets_col":[],"scores":[],"ids":[]}',
    }),
  ),
  /** Upsert, Delete, vectors, payloads, indexes, names of vectors. */
  update: ofField(field(1, 'update', updateResult, { absent: 'null' })),
  updateBatch: ofField(list(1, 'updates', updateResult)),

  /** Collections: Get. */
  collectionInfo: withoutUsage(field(1, 'info', collectionInfo, { absent: 'null' })),
  collections: answer('members', [shortened(1, 'collections', object([named(1, 'name')]))], 2),
  /** ListAliases, ListCollectionAliases. */
  aliases: answer(
    'members',
    [shortened(1, 'aliases', object([named(1, 'alias_name'), named(2, 'collection_name')]))],
    2,
  ),
  exists: withoutUsage(
    field(1, 'exists', object([field(1, 'exists', 'bool', { absent: 'false' })]), {
      absent: '{"exists":false}',
    }),
  ),
  /** Create, Update, Delete, UpdateAliases, CreateShardKey, DeleteShardKey, UpdateCollectionClusterSetup. */
  done: withoutUsage(field(1, 'done', 'bool', { absent: 'false' })),
  clusterInfo: answer('members', clusterInfoFields, 7),
  shardKeys: answer('members', [list(1, 'shard_keys', object([field(1, 'key', shardKey)]))], 2),

  /** Snapshots: Create, CreateFull. */
  snapshot: withoutUsage(field(1, 'snapshot', snapshot, { absent: 'null' })),
  /** List, ListFull. */
  snapshots: withoutUsage(list(1, 'snapshots', snapshot)),
  /** Delete, DeleteFull. */
  snapshotDeleted: answer('true', [], 1),

  /** Qdrant: HealthCheck, which REST answers at its root. */
  version: {
    result: 'no-envelope',
    message: object([named(1, 'title'), named(2, 'version'), field(3, 'commit', 'text')], { point: true }),
  },
  /** grpc.health.v1.Health: Check. */
  health: {
    result: 'no-envelope',
    message: object(
      [
        field(1, 'status', words('UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'), {
          absent: '"UNKNOWN"',
        }),
      ],
      { point: true },
    ),
  },
} as const satisfies Readonly<Record<string, AnswerForm>>;
