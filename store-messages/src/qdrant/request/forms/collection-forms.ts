import type { FormMaker } from '../form.ts';
import { bare } from '../form-parts.ts';
import { always, flat, inAddress, objectForm } from '../object-form.ts';
import { onlyForm, unionForm } from '../union-form.ts';

const word =
  (json: string): FormMaker =>
  () => ({ write: (_message, out) => out.raw(`"${json}"`) });

/** Forms of the requests about collections and what they are made of. */
export const collectionForms: Readonly<Record<string, FormMaker>> = {
  'qdrant.CreateCollection': objectForm({
    vectors_config: 'vectors',
    sparse_vectors_config: 'sparse_vectors',
  }),
  'qdrant.UpdateCollection': objectForm({
    vectors_config: 'vectors',
    sparse_vectors_config: 'sparse_vectors',
  }),
  'qdrant.VectorsConfig': unionForm({}, { all: bare }),
  'qdrant.VectorsConfigDiff': unionForm({}, { all: bare }),
  'qdrant.VectorParamsMap': onlyForm,
  'qdrant.VectorParamsDiffMap': onlyForm,
  'qdrant.SparseVectorConfig': onlyForm,
  'qdrant.QuantizationConfig': unionForm(),
  'qdrant.QuantizationConfigDiff': unionForm({ disabled: bare }),
  'qdrant.Disabled': word('Disabled'),
  'qdrant.MaxOptimizationThreads': unionForm({}, { all: bare }),
  'qdrant.BinaryQuantizationQueryEncoding': unionForm({}, { all: bare }),
  'qdrant.StrictModeMultivectorConfig': onlyForm,
  'qdrant.StrictModeSparseConfig': onlyForm,

  'qdrant.ChangeAliases': objectForm({ actions: always }),
  'qdrant.AliasOperations': unionForm(),
  // Its names are the action's, not the address's.
  'qdrant.CreateAlias': objectForm({ collection_name: 'collection_name' }),
  'qdrant.CreateShardKeyRequest': objectForm({ request: flat }),
  'qdrant.DeleteShardKeyRequest': objectForm({ request: flat }),
  'qdrant.UpdateCollectionClusterSetupRequest': objectForm({
    create_shard_key: 'create_sharding_key',
    delete_shard_key: 'drop_sharding_key',
  }),

  'qdrant.DeleteSnapshotRequest': objectForm({ snapshot_name: inAddress }),
  'qdrant.DeleteFullSnapshotRequest': objectForm({ snapshot_name: inAddress }),
  'grpc.health.v1.HealthCheckRequest': objectForm({ service: inAddress }),
};
