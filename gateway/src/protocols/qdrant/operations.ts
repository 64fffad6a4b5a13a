import type { OperationClass } from '@vectorgate/policy-schema';
import {
  judgeClearPayload,
  judgeDelete,
  judgeDeletePayload,
  judgeDeleteVectors,
  judgeOverwritePayload,
  judgeSetPayload,
  judgeUpdateBatch,
  judgeUpdateVectors,
  judgeUpsert,
} from './judge-change.ts';
import {
  judgeCreateCollection,
  judgeCreateIndex,
  judgeCreateShardKey,
  judgeCreateVector,
  judgeDeleteCollection,
  judgeDeleteIndex,
  judgeDeleteShardKey,
  judgeDeleteVector,
  judgeDescribe,
  judgeListAliases,
  judgeListCollections,
  judgeUpdateAliases,
  judgeUpdateCollection,
} from './judge-collection.ts';
import {
  judgeCount,
  judgeFacet,
  judgeGetPoint,
  judgeMatrix,
  judgeRetrieve,
  judgeScroll,
} from './judge-points.ts';
import { judgeQuery, judgeQueryBatch, judgeQueryGroups } from './judge-query.ts';
import { judgeCollection, judgeEveryCollection, judgeHandshake, judgeStore } from './judge-store.ts';
import type { QdrantOperation } from './qdrant-operation.ts';

const c = '/collections/{collection}';
const points = `${c}/points`;
const shard = `${c}/shards/{shard}`;
const reading = ['consistency', 'timeout'];
const changing = ['wait', 'ordering', 'timeout'];

type Method = QdrantOperation['method'];

/** One line: method, path, Qdrant's own name, classes, how it is read, and the query parameters that it may carry. */
const line = (
  method: Method,
  path: string,
  id: string,
  classes: readonly OperationClass[],
  judge: QdrantOperation['judge'],
  parameters: readonly string[] = [],
): QdrantOperation => ({ method, path, id, classes, judge, parameters });

/** The older ways of searching: newer descriptions leave them out, servers and many notebooks still have them. */
const older = (path: string, id: string, judge: QdrantOperation['judge']): QdrantOperation =>
  line('POST', `${points}/${path}`, id, ['search', 'fetch'], judge, reading);

const uploading = {
  refused: 'it uploads a snapshot, whose records nobody can look through on the way.',
  instead: 'Recover it on the store’s own side.',
} as const;
const internal = {
  refused: 'it is a route that Qdrant’s own servers use among themselves.',
  instead: 'Use the collection’s own operations.',
} as const;

/**
 * Every route of Qdrant that this gateway knows, and nothing else passes: those that its own OpenAPI description lists
 * (a test reads it and fails on one that is missing here), then those that the server answers without describing them.
 */
export const qdrantOperations: readonly QdrantOperation[] = [
  line('GET', '/', 'root', ['meta'], judgeHandshake),
  line('GET', '/healthz', 'healthz', ['meta'], judgeHandshake),
  line('GET', '/livez', 'livez', ['meta'], judgeHandshake),
  line('GET', '/readyz', 'readyz', ['meta'], judgeHandshake),

  line('GET', '/collections', 'get_collections', ['meta'], judgeListCollections),
  line('GET', '/aliases', 'get_collections_aliases', ['meta'], judgeListAliases),
  line('GET', c, 'get_collection', ['meta'], judgeDescribe),
  line('GET', `${c}/exists`, 'collection_exists', ['meta'], judgeDescribe),
  line('GET', `${c}/aliases`, 'get_collection_aliases', ['meta'], judgeDescribe),
  line('GET', `${c}/shards`, 'list_shard_keys', ['meta'], judgeDescribe),
  line('GET', `${c}/optimizations`, 'get_optimizations', ['meta'], judgeDescribe, [
    'with',
    'completed_limit',
  ]),

  line('POST', `${points}/query`, 'query_points', ['search', 'scan', 'fetch'], judgeQuery(), reading),
  line(
    'POST',
    `${points}/query/batch`,
    'query_batch_points',
    ['search', 'scan', 'fetch'],
    judgeQueryBatch(),
    reading,
  ),
  line(
    'POST',
    `${points}/query/groups`,
    'query_points_groups',
    ['search', 'scan', 'fetch'],
    judgeQueryGroups(),
    reading,
  ),
  line(
    'POST',
    `${points}/search/matrix/pairs`,
    'search_matrix_pairs',
    ['search', 'scan'],
    judgeMatrix,
    reading,
  ),
  line(
    'POST',
    `${points}/search/matrix/offsets`,
    'search_matrix_offsets',
    ['search', 'scan'],
    judgeMatrix,
    reading,
  ),
  line('GET', `${points}/{id}`, 'get_point', ['fetch'], judgeGetPoint, ['consistency']),
  line('POST', points, 'get_points', ['fetch'], judgeRetrieve, reading),
  line('POST', `${points}/scroll`, 'scroll_points', ['scan'], judgeScroll, reading),
  line('POST', `${points}/count`, 'count_points', ['aggregate'], judgeCount, reading),
  line('POST', `${c}/facet`, 'facet', ['aggregate'], judgeFacet, reading),

  line('PUT', points, 'upsert_points', ['upsert'], judgeUpsert, changing),
  line('POST', `${points}/delete`, 'delete_points', ['delete', 'delete-bulk'], judgeDelete, changing),
  line('PUT', `${points}/vectors`, 'update_vectors', ['update'], judgeUpdateVectors, changing),
  line('POST', `${points}/vectors/delete`, 'delete_vectors', ['update'], judgeDeleteVectors, changing),
  line('POST', `${points}/payload`, 'set_payload', ['update'], judgeSetPayload, changing),
  line('PUT', `${points}/payload`, 'overwrite_payload', ['update'], judgeOverwritePayload, changing),
  line('POST', `${points}/payload/delete`, 'delete_payload', ['update'], judgeDeletePayload, changing),
  line('POST', `${points}/payload/clear`, 'clear_payload', ['update'], judgeClearPayload, changing),
  line(
    'POST',
    `${points}/batch`,
    'batch_update',
    ['upsert', 'update', 'delete', 'delete-bulk'],
    judgeUpdateBatch,
    changing,
  ),

  line('PUT', c, 'create_collection', ['schema'], judgeCreateCollection, ['timeout']),
  line('PATCH', c, 'update_collection', ['schema'], judgeUpdateCollection, ['timeout']),
  line('DELETE', c, 'delete_collection', ['schema', 'delete-bulk'], judgeDeleteCollection, ['timeout']),
  line('POST', '/collections/aliases', 'update_aliases', ['schema'], judgeUpdateAliases, ['timeout']),
  line('PUT', `${c}/index`, 'create_field_index', ['schema'], judgeCreateIndex, changing),
  line('DELETE', `${c}/index/{field}`, 'delete_field_index', ['schema'], judgeDeleteIndex, changing),
  line('PUT', `${c}/vectors/{vector}`, 'create_vector_name', ['schema'], judgeCreateVector, changing),
  line(
    'DELETE',
    `${c}/vectors/{vector}`,
    'delete_vector_name',
    ['schema', 'delete-bulk'],
    judgeDeleteVector,
    changing,
  ),
  line('PUT', `${c}/shards`, 'create_shard_key', ['schema'], judgeCreateShardKey, ['timeout']),
  line('POST', `${c}/shards/delete`, 'delete_shard_key', ['schema', 'delete-bulk'], judgeDeleteShardKey, [
    'timeout',
  ]),

  line('GET', `${c}/snapshots`, 'list_snapshots', ['backup'], judgeCollection),
  line('POST', `${c}/snapshots`, 'create_snapshot', ['backup'], judgeCollection, ['wait']),
  line('GET', `${c}/snapshots/{snapshot}`, 'get_snapshot', ['backup'], judgeCollection),
  line('DELETE', `${c}/snapshots/{snapshot}`, 'delete_snapshot', ['backup'], judgeCollection, ['wait']),
  line(
    'PUT',
    `${c}/snapshots/recover`,
    'recover_from_snapshot',
    ['backup', 'admin', 'delete-bulk'],
    judgeCollection,
    ['wait'],
  ),
  line(
    'POST',
    `${c}/snapshots/upload`,
    'recover_from_uploaded_snapshot',
    ['backup', 'admin', 'delete-bulk'],
    uploading,
    ['wait', 'priority', 'checksum'],
  ),
  line('GET', '/snapshots', 'list_full_snapshots', ['backup'], judgeEveryCollection),
  line('POST', '/snapshots', 'create_full_snapshot', ['backup'], judgeEveryCollection, ['wait']),
  line('GET', '/snapshots/{snapshot}', 'get_full_snapshot', ['backup'], judgeEveryCollection),
  line('DELETE', '/snapshots/{snapshot}', 'delete_full_snapshot', ['backup'], judgeEveryCollection, ['wait']),
  line('GET', `${shard}/snapshot`, 'stream_shard_snapshot', ['backup'], judgeCollection),
  line('GET', `${shard}/snapshots`, 'list_shard_snapshots', ['backup'], judgeCollection),
  line('POST', `${shard}/snapshots`, 'create_shard_snapshot', ['backup'], judgeCollection, ['wait']),
  line('GET', `${shard}/snapshots/{snapshot}`, 'get_shard_snapshot', ['backup'], judgeCollection),
  line('DELETE', `${shard}/snapshots/{snapshot}`, 'delete_shard_snapshot', ['backup'], judgeCollection, [
    'wait',
  ]),
  line(
    'PUT',
    `${shard}/snapshots/recover`,
    'recover_shard_from_snapshot',
    ['backup', 'admin', 'delete-bulk'],
    judgeCollection,
    ['wait'],
  ),
  line(
    'POST',
    `${shard}/snapshots/upload`,
    'recover_shard_from_uploaded_snapshot',
    ['backup', 'admin', 'delete-bulk'],
    uploading,
    ['wait', 'priority', 'checksum'],
  ),

  line('GET', '/cluster', 'cluster_status', ['admin'], judgeStore),
  line('GET', '/cluster/telemetry', 'cluster_telemetry', ['admin'], judgeStore, ['details_level', 'timeout']),
  line('POST', '/cluster/recover', 'recover_current_peer', ['admin'], judgeStore),
  line('DELETE', '/cluster/peer/{peer}', 'remove_peer', ['admin'], judgeStore, ['timeout', 'force']),
  line('GET', `${c}/cluster`, 'collection_cluster_info', ['admin'], judgeCollection),
  line('POST', `${c}/cluster`, 'update_collection_cluster', ['admin'], judgeCollection, ['timeout']),
  line('GET', '/quotas', 'get_quotas', ['admin'], judgeStore),
  line('PUT', '/quotas', 'update_quotas', ['admin'], judgeStore, ['wait']),
  line('GET', '/issues', 'get_issues', ['admin'], judgeStore),
  line('DELETE', '/issues', 'clear_issues', ['admin'], judgeStore),
  line('GET', '/telemetry', 'telemetry', ['admin'], judgeStore, [
    'anonymize',
    'details_level',
    'per_collection',
    'timeout',
  ]),
  line('GET', '/metrics', 'metrics', ['admin'], judgeStore, ['anonymize', 'per_collection', 'timeout']),

  older('search', 'search_points', judgeQuery('search')),
  older('search/batch', 'search_batch_points', judgeQueryBatch('search')),
  older('search/groups', 'search_point_groups', judgeQueryGroups('search')),
  older('recommend', 'recommend_points', judgeQuery('recommend')),
  older('recommend/batch', 'recommend_batch_points', judgeQueryBatch('recommend')),
  older('recommend/groups', 'recommend_point_groups', judgeQueryGroups('recommend')),
  older('discover', 'discover_points', judgeQuery('discover')),
  older('discover/batch', 'discover_batch_points', judgeQueryBatch('discover')),

  line('GET', `${c}/memory`, 'collection_memory', ['admin'], judgeCollection),
  line('GET', '/cluster/metadata/keys', 'list_metadata_keys', ['admin'], judgeStore),
  line('GET', '/cluster/metadata/keys/{key}', 'get_metadata_key', ['admin'], judgeStore),
  line('PUT', '/cluster/metadata/keys/{key}', 'set_metadata_key', ['admin'], judgeStore, ['wait']),
  line('DELETE', '/cluster/metadata/keys/{key}', 'delete_metadata_key', ['admin'], judgeStore, ['wait']),
  line('POST', '/audit/logs', 'audit_logs', ['admin'], judgeStore),
  line('GET', '/logger', 'get_logger', ['admin'], judgeStore),
  line('POST', '/logger', 'set_logger', ['admin'], judgeStore),
  line('GET', '/stacktrace', 'stacktrace', ['admin'], judgeStore),
  line('GET', '/debugger', 'get_debugger', ['admin'], judgeStore),
  line('PATCH', '/debugger', 'set_debugger', ['admin'], judgeStore),
  line('GET', '/profiler/slow_requests', 'slow_requests', ['admin'], judgeStore),
  line('POST', `${c}/truncate_unapplied_wal`, 'truncate_unapplied_wal', ['admin'], judgeCollection),
  line('POST', `${shard}/points`, 'shard_get_points', ['fetch'], internal),
  line('POST', `${shard}/points/scroll`, 'shard_scroll_points', ['scan'], internal),
  line('POST', `${shard}/points/count`, 'shard_count_points', ['aggregate'], internal),
  line('POST', `${shard}/cleanup`, 'shard_cleanup', ['admin'], internal),
  line('POST', `${shard}/snapshot/partial/create`, 'partial_snapshot_create', ['backup'], internal),
  line('PUT', `${shard}/snapshot/partial/recover`, 'partial_snapshot_recover', ['backup'], internal),
  line(
    'POST',
    `${shard}/snapshot/partial/recover_from`,
    'partial_snapshot_recover_from',
    ['backup'],
    internal,
  ),
  line('GET', `${shard}/snapshot/partial/manifest`, 'partial_snapshot_manifest', ['backup'], internal),
];
