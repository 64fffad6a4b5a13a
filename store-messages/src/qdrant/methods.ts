import type { DescMessage } from '@bufbuild/protobuf';
import {
  ChangeAliasesSchema,
  ClearPayloadPointsSchema,
  CollectionClusterInfoRequestSchema,
  CollectionExistsRequestSchema,
  CountPointsSchema,
  CreateCollectionSchema,
  CreateFieldIndexCollectionSchema,
  CreateFullSnapshotRequestSchema,
  CreateShardKeyRequestSchema,
  CreateSnapshotRequestSchema,
  CreateVectorNameRequestSchema,
  DeleteCollectionSchema,
  DeleteFieldIndexCollectionSchema,
  DeleteFullSnapshotRequestSchema,
  DeletePayloadPointsSchema,
  DeletePointsSchema,
  DeletePointVectorsSchema,
  DeleteShardKeyRequestSchema,
  DeleteSnapshotRequestSchema,
  DeleteVectorNameRequestSchema,
  DiscoverBatchPointsSchema,
  DiscoverPointsSchema,
  FacetCountsSchema,
  GetCollectionInfoRequestSchema,
  GetPointsSchema,
  HealthCheckRequestSchema,
  ListAliasesRequestSchema,
  ListCollectionAliasesRequestSchema,
  ListCollectionsRequestSchema,
  ListFullSnapshotsRequestSchema,
  ListShardKeysRequestSchema,
  ListSnapshotsRequestSchema,
  QueryBatchPointsSchema,
  QueryPointGroupsSchema,
  QueryPointsSchema,
  RecommendBatchPointsSchema,
  RecommendPointGroupsSchema,
  RecommendPointsSchema,
  ScrollPointsSchema,
  SearchBatchPointsSchema,
  SearchMatrixPointsSchema,
  SearchPointGroupsSchema,
  SearchPointsSchema,
  SetPayloadPointsSchema,
  UpdateBatchPointsSchema,
  UpdateCollectionClusterSetupRequestSchema,
  UpdateCollectionSchema,
  UpdatePointVectorsSchema,
  UpsertPointsSchema,
} from '@qdrant/js-client-grpc';
import type { AnswerForm } from './answer/answer-form.ts';
import { answerForms } from './answer/answer-forms.ts';
import { HealthCheckRequest } from './health-check.ts';

/** One line of the table: a method that is read, decided on and passed on. */
export interface GrpcMethod {
  /** Full name of the service, e.g. `qdrant.Points`. */
  readonly service: string;
  readonly method: string;
  /** What REST calls it: the id of a line of `qdrantOperations`, from which its classes come. */
  readonly operation: string;
  /** The type of its requests' message. */
  readonly message: DescMessage;
  /** Where data lie in its answer. */
  readonly answer: AnswerForm;
}

/** A method that is refused whoever asks, and what to do in its stead. */
export interface RefusedMethod {
  readonly service: string;
  readonly method: string;
  readonly refused: string;
  readonly instead: string;
}

type Line = readonly [
  method: string,
  operation: string,
  message: DescMessage,
  answer: keyof typeof answerForms,
];

const lines = (service: string, table: readonly Line[]): GrpcMethod[] =>
  table.map(([method, operation, message, answer]) => ({
    service,
    method,
    operation,
    message,
    answer: answerForms[answer],
  }));

type Reason = Pick<RefusedMethod, 'refused' | 'instead'>;

const refused = (service: string, methods: readonly string[], reason: Reason): RefusedMethod[] =>
  methods.map((method) => ({ service, method, ...reason }));

const rawFiles: Reason = {
  refused: 'it reads the raw files of a shard, in which nothing can be filtered or masked.',
  instead: 'Query or scroll the collection.',
};
const watching: Reason = {
  refused: 'it is answered by a stream, and this gateway passes single messages only.',
  instead: 'Ask with Check.',
};
const reflection: Reason = {
  refused: 'it is answered by a stream, and this gateway passes single messages only.',
  instead: 'Use Qdrant’s own client, which knows its methods.',
};

/**
 * Every method that this gateway knows, and nothing else passes: those of Qdrant's own services (a test reads their
 * descriptors and fails on one that is missing here), and those that its server answers without its client knowing them.
 */
export const qdrantMethods: readonly GrpcMethod[] = [
  ...lines('qdrant.Qdrant', [['HealthCheck', 'root', HealthCheckRequestSchema, 'version']]),

  ...lines('qdrant.Collections', [
    ['Get', 'get_collection', GetCollectionInfoRequestSchema, 'collectionInfo'],
    ['List', 'get_collections', ListCollectionsRequestSchema, 'collections'],
    ['Create', 'create_collection', CreateCollectionSchema, 'done'],
    ['Update', 'update_collection', UpdateCollectionSchema, 'done'],
    ['Delete', 'delete_collection', DeleteCollectionSchema, 'done'],
    ['UpdateAliases', 'update_aliases', ChangeAliasesSchema, 'done'],
    ['ListCollectionAliases', 'get_collection_aliases', ListCollectionAliasesRequestSchema, 'aliases'],
    ['ListAliases', 'get_collections_aliases', ListAliasesRequestSchema, 'aliases'],
    ['CollectionClusterInfo', 'collection_cluster_info', CollectionClusterInfoRequestSchema, 'clusterInfo'],
    ['CollectionExists', 'collection_exists', CollectionExistsRequestSchema, 'exists'],
    [
      'UpdateCollectionClusterSetup',
      'update_collection_cluster',
      UpdateCollectionClusterSetupRequestSchema,
      'done',
    ],
    ['CreateShardKey', 'create_shard_key', CreateShardKeyRequestSchema, 'done'],
    ['DeleteShardKey', 'delete_shard_key', DeleteShardKeyRequestSchema, 'done'],
    ['ListShardKeys', 'list_shard_keys', ListShardKeysRequestSchema, 'shardKeys'],
  ]),

  ...lines('qdrant.Points', [
    ['Upsert', 'upsert_points', UpsertPointsSchema, 'update'],
    ['Delete', 'delete_points', DeletePointsSchema, 'update'],
    ['Get', 'get_points', GetPointsSchema, 'get'],
    ['UpdateVectors', 'update_vectors', UpdatePointVectorsSchema, 'update'],
    ['DeleteVectors', 'delete_vectors', DeletePointVectorsSchema, 'update'],
    ['SetPayload', 'set_payload', SetPayloadPointsSchema, 'update'],
    ['OverwritePayload', 'overwrite_payload', SetPayloadPointsSchema, 'update'],
    ['DeletePayload', 'delete_payload', DeletePayloadPointsSchema, 'update'],
    ['ClearPayload', 'clear_payload', ClearPayloadPointsSchema, 'update'],
    ['CreateFieldIndex', 'create_field_index', CreateFieldIndexCollectionSchema, 'update'],
    ['DeleteFieldIndex', 'delete_field_index', DeleteFieldIndexCollectionSchema, 'update'],
    ['CreateVectorName', 'create_vector_name', CreateVectorNameRequestSchema, 'update'],
    ['DeleteVectorName', 'delete_vector_name', DeleteVectorNameRequestSchema, 'update'],
    ['Search', 'search_points', SearchPointsSchema, 'search'],
    ['SearchBatch', 'search_batch_points', SearchBatchPointsSchema, 'searchBatch'],
    ['SearchGroups', 'search_point_groups', SearchPointGroupsSchema, 'groups'],
    ['Scroll', 'scroll_points', ScrollPointsSchema, 'scroll'],
    ['Recommend', 'recommend_points', RecommendPointsSchema, 'search'],
    ['RecommendBatch', 'recommend_batch_points', RecommendBatchPointsSchema, 'searchBatch'],
    ['RecommendGroups', 'recommend_point_groups', RecommendPointGroupsSchema, 'groups'],
    ['Discover', 'discover_points', DiscoverPointsSchema, 'search'],
    ['DiscoverBatch', 'discover_batch_points', DiscoverBatchPointsSchema, 'searchBatch'],
    ['Count', 'count_points', CountPointsSchema, 'count'],
    ['UpdateBatch', 'batch_update', UpdateBatchPointsSchema, 'updateBatch'],
    ['Query', 'query_points', QueryPointsSchema, 'query'],
    ['QueryBatch', 'query_batch_points', QueryBatchPointsSchema, 'queryBatch'],
    ['QueryGroups', 'query_points_groups', QueryPointGroupsSchema, 'groups'],
    ['Facet', 'facet', FacetCountsSchema, 'facet'],
    ['SearchMatrixPairs', 'search_matrix_pairs', SearchMatrixPointsSchema, 'matrixPairs'],
    ['SearchMatrixOffsets', 'search_matrix_offsets', SearchMatrixPointsSchema, 'matrixOffsets'],
  ]),

  ...lines('qdrant.Snapshots', [
    ['Create', 'create_snapshot', CreateSnapshotRequestSchema, 'snapshot'],
    ['List', 'list_snapshots', ListSnapshotsRequestSchema, 'snapshots'],
    ['Delete', 'delete_snapshot', DeleteSnapshotRequestSchema, 'snapshotDeleted'],
    ['CreateFull', 'create_full_snapshot', CreateFullSnapshotRequestSchema, 'snapshot'],
    ['ListFull', 'list_full_snapshots', ListFullSnapshotsRequestSchema, 'snapshots'],
    ['DeleteFull', 'delete_full_snapshot', DeleteFullSnapshotRequestSchema, 'snapshotDeleted'],
  ]),

  ...lines('grpc.health.v1.Health', [['Check', 'healthz', HealthCheckRequest, 'health']]),
];

/** Methods that its server answers, and that are refused whoever asks. */
export const refusedMethods: readonly RefusedMethod[] = [
  ...refused('grpc.health.v1.Health', ['Watch'], watching),
  ...refused(
    'qdrant.StorageRead',
    ['ListFiles', 'FileExists', 'FileLength', 'ReadBytes', 'ReadBytesStream', 'ReadWhole', 'ReadBatch'],
    rawFiles,
  ),
  ...refused('grpc.reflection.v1.ServerReflection', ['ServerReflectionInfo'], reflection),
  ...refused('grpc.reflection.v1alpha.ServerReflection', ['ServerReflectionInfo'], reflection),
];
