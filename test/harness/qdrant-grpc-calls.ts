import { create, type DescMessage, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import * as qdrant from '@qdrant/js-client-grpc';

/** One call: its method and the bytes of its message. */
export interface GrpcCall {
  /** `service/method`. */
  readonly method: string;
  readonly message: Uint8Array;
}

/** Makes calls of one method; what is not said is as `usual` says. */
const calls =
  <Schema extends DescMessage>(method: string, schema: Schema, usual: MessageInitShape<Schema>) =>
  (init: MessageInitShape<Schema> = {} as MessageInitShape<Schema>): GrpcCall => ({
    method,
    message: toBinary(schema, create(schema, { ...(usual as object), ...(init as object) } as never)),
  });

/** Of collections of three dimensions. */
export const vector = [0.11, 0.22, 0.33];
export const collectionName = 'cases';
export const yes = { selectorOptions: { case: 'enable', value: true } } as const;
/** Everything of each point. */
export const full = { withPayload: yes, withVectors: yes } as const;
/** Makes their being written wait. */
const written = { collectionName, wait: true } as const;
/** A point by its number. */
export const id = (num: bigint) => ({ pointIdOptions: { case: 'num', value: num } }) as const;
export const dense = { variant: { case: 'dense', value: { data: vector } } } as const;
export const byId = (num: bigint) => ({ variant: { case: 'id', value: id(num) } }) as const;
export const nearest = { variant: { case: 'nearest', value: dense } } as const;
export const nearestTo = (num: bigint) => ({ variant: { case: 'nearest', value: byId(num) } }) as const;
export const text = (value: string) => ({ kind: { case: 'stringValue', value } }) as const;
export const whole = (value: bigint) => ({ kind: { case: 'integerValue', value } }) as const;

/** A condition that a field has a value. */
export const has = (key: string, value: string) =>
  ({
    conditionOneOf: {
      case: 'field',
      value: { key, match: { matchValue: { case: 'keyword', value } } },
    },
  }) as const;
export const hasIds = (...nums: bigint[]) =>
  ({ conditionOneOf: { case: 'hasId', value: { hasId: nums.map(id) } } }) as const;
/** Points by their ids, as changes select them. */
export const points = (...nums: bigint[]) =>
  ({ pointsSelectorOneOf: { case: 'points', value: { ids: nums.map(id) } } }) as const;
/** Points by a filter. */
export const where = (filter: MessageInitShape<typeof qdrant.FilterSchema>) =>
  ({ pointsSelectorOneOf: { case: 'filter', value: filter } }) as const;
/** One vector without a name, as it is stored. */
export const stored = (...data: number[]) =>
  ({
    vectorsOptions: {
      case: 'vector',
      value: { vector: { case: 'dense', value: { data } } },
    },
  }) as const;

export const query = calls('qdrant.Points/Query', qdrant.QueryPointsSchema, {
  collectionName,
  query: nearest,
  limit: 10n,
  ...full,
});
export const queryBatch = calls('qdrant.Points/QueryBatch', qdrant.QueryBatchPointsSchema, {
  collectionName,
});
export const queryGroups = calls('qdrant.Points/QueryGroups', qdrant.QueryPointGroupsSchema, {
  collectionName,
  query: nearest,
  groupBy: 'n',
  limit: 5n,
  groupSize: 3n,
  ...full,
});
export const search = calls('qdrant.Points/Search', qdrant.SearchPointsSchema, {
  collectionName,
  vector,
  limit: 10n,
  ...full,
});
export const searchBatch = calls('qdrant.Points/SearchBatch', qdrant.SearchBatchPointsSchema, {
  collectionName,
});
export const searchGroups = calls('qdrant.Points/SearchGroups', qdrant.SearchPointGroupsSchema, {
  collectionName,
  vector,
  limit: 5,
  groupBy: 'n',
  groupSize: 3,
  ...full,
});
export const recommend = calls('qdrant.Points/Recommend', qdrant.RecommendPointsSchema, {
  collectionName,
  positive: [id(1n)],
  limit: 10n,
  ...full,
});
export const recommendBatch = calls('qdrant.Points/RecommendBatch', qdrant.RecommendBatchPointsSchema, {
  collectionName,
});
export const recommendGroups = calls('qdrant.Points/RecommendGroups', qdrant.RecommendPointGroupsSchema, {
  collectionName,
  positive: [id(1n)],
  limit: 5,
  groupBy: 'n',
  groupSize: 3,
  ...full,
});
export const discover = calls('qdrant.Points/Discover', qdrant.DiscoverPointsSchema, {
  collectionName,
  limit: 10n,
  ...full,
});
export const discoverBatch = calls('qdrant.Points/DiscoverBatch', qdrant.DiscoverBatchPointsSchema, {
  collectionName,
});
export const scroll = calls('qdrant.Points/Scroll', qdrant.ScrollPointsSchema, {
  collectionName,
  limit: 20,
  ...full,
});
export const get = calls('qdrant.Points/Get', qdrant.GetPointsSchema, {
  collectionName,
  ids: [1n, 2n, 3n, 4n].map(id),
  ...full,
});
export const count = calls('qdrant.Points/Count', qdrant.CountPointsSchema, { collectionName, exact: true });
export const facet = calls('qdrant.Points/Facet', qdrant.FacetCountsSchema, { collectionName, key: 'n' });
export const matrixPairs = calls('qdrant.Points/SearchMatrixPairs', qdrant.SearchMatrixPointsSchema, {
  collectionName,
  sample: 10n,
  limit: 3n,
});
export const matrixOffsets = calls('qdrant.Points/SearchMatrixOffsets', qdrant.SearchMatrixPointsSchema, {
  collectionName,
  sample: 10n,
  limit: 3n,
});

export const upsert = calls('qdrant.Points/Upsert', qdrant.UpsertPointsSchema, written);
export const deletePoints = calls('qdrant.Points/Delete', qdrant.DeletePointsSchema, written);
export const updateVectors = calls('qdrant.Points/UpdateVectors', qdrant.UpdatePointVectorsSchema, written);
export const deleteVectors = calls('qdrant.Points/DeleteVectors', qdrant.DeletePointVectorsSchema, written);
export const setPayload = calls('qdrant.Points/SetPayload', qdrant.SetPayloadPointsSchema, written);
export const overwritePayload = calls(
  'qdrant.Points/OverwritePayload',
  qdrant.SetPayloadPointsSchema,
  written,
);
export const deletePayload = calls('qdrant.Points/DeletePayload', qdrant.DeletePayloadPointsSchema, written);
export const clearPayload = calls('qdrant.Points/ClearPayload', qdrant.ClearPayloadPointsSchema, written);
export const updateBatch = calls('qdrant.Points/UpdateBatch', qdrant.UpdateBatchPointsSchema, written);
export const createFieldIndex = calls(
  'qdrant.Points/CreateFieldIndex',
  qdrant.CreateFieldIndexCollectionSchema,
  written,
);
export const deleteFieldIndex = calls(
  'qdrant.Points/DeleteFieldIndex',
  qdrant.DeleteFieldIndexCollectionSchema,
  written,
);

export const collectionInfo = calls('qdrant.Collections/Get', qdrant.GetCollectionInfoRequestSchema, {
  collectionName,
});
export const listCollections = calls('qdrant.Collections/List', qdrant.ListCollectionsRequestSchema, {});
export const createCollection = calls('qdrant.Collections/Create', qdrant.CreateCollectionSchema, {
  collectionName: 'mine',
});
export const updateCollection = calls('qdrant.Collections/Update', qdrant.UpdateCollectionSchema, {
  collectionName,
});
export const deleteCollection = calls('qdrant.Collections/Delete', qdrant.DeleteCollectionSchema, {
  collectionName,
});
export const updateAliases = calls('qdrant.Collections/UpdateAliases', qdrant.ChangeAliasesSchema, {});
export const listAliases = calls('qdrant.Collections/ListAliases', qdrant.ListAliasesRequestSchema, {});
export const collectionAliases = calls(
  'qdrant.Collections/ListCollectionAliases',
  qdrant.ListCollectionAliasesRequestSchema,
  { collectionName },
);
export const clusterInfo = calls(
  'qdrant.Collections/CollectionClusterInfo',
  qdrant.CollectionClusterInfoRequestSchema,
  { collectionName },
);
export const collectionExists = calls(
  'qdrant.Collections/CollectionExists',
  qdrant.CollectionExistsRequestSchema,
  { collectionName },
);

export const createSnapshot = calls('qdrant.Snapshots/Create', qdrant.CreateSnapshotRequestSchema, {
  collectionName,
});
export const listSnapshots = calls('qdrant.Snapshots/List', qdrant.ListSnapshotsRequestSchema, {
  collectionName,
});
export const deleteSnapshot = calls('qdrant.Snapshots/Delete', qdrant.DeleteSnapshotRequestSchema, {
  collectionName,
  snapshotName: 'x.snapshot',
});
export const createFullSnapshot = calls(
  'qdrant.Snapshots/CreateFull',
  qdrant.CreateFullSnapshotRequestSchema,
  {},
);
export const listFullSnapshots = calls(
  'qdrant.Snapshots/ListFull',
  qdrant.ListFullSnapshotsRequestSchema,
  {},
);

/** A call of any method with any bytes. */
export const raw = (method: string, message: Uint8Array = new Uint8Array()): GrpcCall => ({
  method,
  message,
});
