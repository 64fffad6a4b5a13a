import { choice, type FieldForm, field, list, type MessageForm, map, object, words } from './answer-form.ts';
import { shardKey } from './point-forms.ts';

/** Members of one kind by their numbers. */
const each = (of: FieldForm['of'], numbers: Readonly<Record<string, number>>): FieldForm[] =>
  Object.entries(numbers).map(([name, number]) => field(number, name, of));

/** A list that REST leaves out where it is empty. */
const some = (number: number, name: string, of: FieldForm['of']): FieldForm =>
  field(number, name, of, { many: 'list' });

const memory = (number: number): FieldForm =>
  field(number, 'memory', words('unknown', 'cold', 'cached', 'pinned'));
const datatype = words('default', 'float32', 'uint8', 'float16', 'turbo4');

const hnsw = object([
  ...each('uint', { m: 1, ef_construct: 2, full_scan_threshold: 3, max_indexing_threads: 4, payload_m: 6 }),
  ...each('bool', { on_disk: 5, inline_storage: 7 }),
  memory(8),
]);

const quantization = object([
  field(
    1,
    'scalar',
    object([
      field(1, 'type', words('unknown', 'int8'), { absent: '"unknown"' }),
      field(2, 'quantile', 'float'),
      field(3, 'always_ram', 'bool'),
      memory(4),
    ]),
  ),
  field(
    2,
    'product',
    object([
      field(1, 'compression', words('x4', 'x8', 'x16', 'x32', 'x64'), { absent: '"x4"' }),
      field(2, 'always_ram', 'bool'),
      memory(3),
    ]),
  ),
  field(
    3,
    'binary',
    object([
      field(1, 'always_ram', 'bool'),
      field(2, 'encoding', words('one_bit', 'two_bits', 'one_and_half_bits')),
      field(
        3,
        'query_encoding',
        choice([field(4, 'setting', words('default', 'binary', 'scalar4bits', 'scalar8bits'))]),
      ),
      memory(4),
    ]),
  ),
  field(
    4,
    'turbo',
    object([
      field(1, 'always_ram', 'bool'),
      field(2, 'bits', words('bits1', 'bits1_5', 'bits2', 'bits4')),
      memory(3),
    ]),
  ),
]);

const vectorParams = object([
  field(1, 'size', 'uint', { absent: '0' }),
  field(2, 'distance', words('Unknown', 'Cosine', 'Euclid', 'Dot', 'Manhattan'), { absent: '"Unknown"' }),
  field(3, 'hnsw_config', hnsw),
  field(4, 'quantization_config', quantization),
  field(5, 'on_disk', 'bool'),
  field(6, 'datatype', datatype),
  field(7, 'multivector_config', object([field(1, 'comparator', words('max_sim'), { absent: '"max_sim"' })])),
  memory(8),
]);

const sparseParams = object([
  field(
    1,
    'index',
    object([
      field(1, 'full_scan_threshold', 'uint'),
      field(2, 'on_disk', 'bool'),
      field(3, 'datatype', datatype),
      memory(4),
    ]),
  ),
  field(2, 'modifier', words('none', 'idf')),
]);

const params = object([
  field(
    5,
    'vectors',
    choice([field(1, 'params', vectorParams), field(2, 'params_map', choice([map(1, 'map', vectorParams)]))]),
  ),
  field(3, 'shard_number', 'uint', { absent: '0' }),
  field(9, 'sharding_method', words('auto', 'custom')),
  ...each('uint', {
    replication_factor: 6,
    write_consistency_factor: 7,
    read_fan_out_factor: 8,
    read_fan_out_delay_ms: 11,
  }),
  field(4, 'on_disk_payload', 'bool', { absent: 'false' }),
  field(10, 'sparse_vectors', choice([map(1, 'map', sparseParams)])),
  field(12, 'payload', object([memory(1)])),
]);

const optimizers = object([
  field(1, 'deleted_threshold', 'double'),
  ...each('uint', {
    vacuum_min_vector_number: 2,
    default_segment_number: 3,
    max_segment_size: 4,
    memmap_threshold: 5,
    indexing_threshold: 6,
    flush_interval_sec: 7,
    deprecated_max_optimization_threads: 8,
  }),
  field(
    9,
    'max_optimization_threads',
    choice([field(1, 'value', 'uint'), field(2, 'setting', { words: [null] })]),
  ),
  field(10, 'prevent_unoptimized', 'bool'),
]);

const limited = (number: number, name: string, limit: FieldForm): FieldForm =>
  field(number, name, choice([map(1, name, object([limit]))]));

const strictMode = object([
  ...each('bool', {
    enabled: 1,
    unindexed_filtering_retrieve: 4,
    unindexed_filtering_update: 5,
    search_allow_exact: 7,
  }),
  ...each('uint', {
    max_query_limit: 2,
    max_timeout: 3,
    search_max_hnsw_ef: 6,
    upsert_max_batchsize: 9,
    search_max_batchsize: 20,
    max_collection_vector_size_bytes: 10,
    read_rate_limit: 11,
    write_rate_limit: 12,
    max_collection_payload_size_bytes: 13,
    filter_max_conditions: 14,
    condition_max_size: 15,
    max_points_count: 18,
    max_payload_index_count: 19,
    max_resident_memory_percent: 21,
  }),
  field(8, 'search_max_oversampling', 'float'),
  limited(16, 'multivector_config', field(1, 'max_vectors', 'uint')),
  limited(17, 'sparse_config', field(10, 'max_length', 'uint')),
]);

const config = object([
  field(1, 'params', params),
  field(2, 'hnsw_config', hnsw),
  field(3, 'optimizer_config', optimizers),
  field(
    4,
    'wal_config',
    object(each('uint', { wal_capacity_mb: 1, wal_segments_ahead: 2, wal_retain_closed: 3 })),
  ),
  field(5, 'quantization_config', quantization),
  field(6, 'strict_mode_config', strictMode),
  map(7, 'metadata', 'json'),
]);

const index = (type: string, fields: readonly FieldForm[]): MessageForm =>
  object(fields, { constant: `"type":"${type}"` });
const flags = (numbers: Readonly<Record<string, number>>): FieldForm[] => each('bool', numbers);

const textIndex = index('text', [
  field(1, 'tokenizer', words('unknown', 'prefix', 'whitespace', 'word', 'multilingual'), {
    absent: '"unknown"',
  }),
  ...flags({ lowercase: 2, on_disk: 5, phrase_matching: 7, ascii_folding: 9, enable_hnsw: 10 }),
  ...each('uint', { min_token_len: 3, max_token_len: 4 }),
  field(6, 'stopwords', object([list(1, 'languages', 'text'), list(2, 'custom', 'text')])),
  field(
    8,
    'stemmer',
    choice([
      field(
        1,
        'snowball',
        object([field(1, 'language', 'text', { absent: '""' })], { constant: '"type":"snowball"' }),
      ),
      field(2, 'disabled', object([], { constant: '"type":"none"' })),
    ]),
  ),
  memory(11),
]);

const indexParams = choice([
  field(
    3,
    'keyword',
    index('keyword', [
      ...flags({ is_tenant: 1, on_disk: 2, enable_hnsw: 3 }),
      field(4, 'prefix', object([])),
      memory(5),
    ]),
  ),
  field(
    2,
    'integer',
    index('integer', [
      ...flags({ lookup: 1, range: 2, is_principal: 3, on_disk: 4, enable_hnsw: 5 }),
      memory(6),
    ]),
  ),
  field(4, 'float', index('float', [...flags({ on_disk: 1, is_principal: 2, enable_hnsw: 3 }), memory(4)])),
  field(5, 'geo', index('geo', [...flags({ on_disk: 1, enable_hnsw: 2 }), memory(3)])),
  field(1, 'text', textIndex),
  field(6, 'bool', index('bool', [...flags({ on_disk: 1, enable_hnsw: 2 }), memory(3)])),
  field(
    7,
    'datetime',
    index('datetime', [...flags({ on_disk: 1, is_principal: 2, enable_hnsw: 3 }), memory(4)]),
  ),
  field(8, 'uuid', index('uuid', [...flags({ is_tenant: 1, on_disk: 2, enable_hnsw: 3 }), memory(4)])),
]);

const payloadSchema = object([
  field(
    1,
    'data_type',
    words('unknown', 'keyword', 'integer', 'float', 'geo', 'text', 'bool', 'datetime', 'uuid'),
    { absent: '"unknown"' },
  ),
  field(2, 'params', indexParams),
  field(3, 'points', 'uint'),
]);

/** `qdrant.CollectionInfo`. */
export const collectionInfo = object([
  field(1, 'status', words('unknown', 'green', 'yellow', 'red', 'grey'), { absent: '"unknown"' }),
  field(2, 'optimizer_status', 'optimizers'),
  ...each('uint', { points_count: 9, indexed_vectors_count: 10 }),
  field(4, 'segments_count', 'uint', { absent: '0' }),
  field(7, 'config', config),
  { ...map(8, 'payload_schema', payloadSchema), absent: '{}' },
  some(11, 'warnings', object([field(1, 'message', 'text', { absent: '""' })])),
  field(
    12,
    'update_queue',
    object([field(1, 'length', 'uint', { absent: '0' }), field(2, 'deferred_points', 'uint')]),
  ),
]);

const replicaState = field(
  3,
  'state',
  words(
    'Active',
    'Dead',
    'Partial',
    'Initializing',
    'Listener',
    'PartialSnapshot',
    'Recovery',
    'Resharding',
    'ReshardingScaleDown',
    'ActiveRead',
    'ManualRecovery',
  ),
  { absent: '"Active"' },
);
const zero = { absent: '0' } as const;

/** Fields of `qdrant.CollectionClusterInfoResponse`, its time left out. */
export const clusterInfoFields: readonly FieldForm[] = [
  field(1, 'peer_id', 'uint', zero),
  field(2, 'shard_count', 'uint', zero),
  list(
    3,
    'local_shards',
    object([
      field(1, 'shard_id', 'uint', zero),
      field(2, 'points_count', 'uint', zero),
      replicaState,
      field(4, 'shard_key', shardKey),
    ]),
  ),
  list(
    4,
    'remote_shards',
    object([
      field(1, 'shard_id', 'uint', zero),
      field(2, 'peer_id', 'uint', zero),
      replicaState,
      field(4, 'shard_key', shardKey),
    ]),
  ),
  list(
    5,
    'shard_transfers',
    object([
      field(1, 'shard_id', 'uint', zero),
      field(5, 'to_shard_id', 'uint'),
      field(2, 'from', 'uint', zero),
      field(3, 'to', 'uint', zero),
      field(4, 'sync', 'bool', { absent: 'false' }),
    ]),
  ),
  some(
    6,
    'resharding_operations',
    object([
      field(1, 'shard_id', 'uint', zero),
      field(2, 'peer_id', 'uint', zero),
      field(3, 'shard_key', shardKey),
      field(4, 'direction', words('up', 'down'), { absent: '"up"' }),
    ]),
  ),
];
