import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import type { DescField, DescFile, DescMessage, DescService } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import {
  type AnswerForm,
  answerForms,
  type FieldForm,
  type MessageForm,
} from '@vectorgate/store-messages/qdrant';

/** Which form each method answers in. */
const formOf: Readonly<Record<string, AnswerForm>> = {
  ...each('qdrant.Points', answerForms.search, ['Search', 'Recommend', 'Discover']),
  ...each('qdrant.Points', answerForms.searchBatch, ['SearchBatch', 'RecommendBatch', 'DiscoverBatch']),
  ...each('qdrant.Points', answerForms.groups, ['SearchGroups', 'RecommendGroups', 'QueryGroups']),
  ...each('qdrant.Points', answerForms.query, ['Query']),
  ...each('qdrant.Points', answerForms.queryBatch, ['QueryBatch']),
  ...each('qdrant.Points', answerForms.get, ['Get']),
  ...each('qdrant.Points', answerForms.scroll, ['Scroll']),
  ...each('qdrant.Points', answerForms.count, ['Count']),
  ...each('qdrant.Points', answerForms.facet, ['Facet']),
  ...each('qdrant.Points', answerForms.matrixPairs, ['SearchMatrixPairs']),
  ...each('qdrant.Points', answerForms.matrixOffsets, ['SearchMatrixOffsets']),
  ...each('qdrant.Points', answerForms.updateBatch, ['UpdateBatch']),
  ...each('qdrant.Points', answerForms.update, [
    'Upsert',
    'Delete',
    'UpdateVectors',
    'DeleteVectors',
    'SetPayload',
    'OverwritePayload',
    'DeletePayload',
    'ClearPayload',
    'CreateFieldIndex',
    'DeleteFieldIndex',
    'CreateVectorName',
    'DeleteVectorName',
  ]),
  ...each('qdrant.Collections', answerForms.collectionInfo, ['Get']),
  ...each('qdrant.Collections', answerForms.collections, ['List']),
  ...each('qdrant.Collections', answerForms.aliases, ['ListAliases', 'ListCollectionAliases']),
  ...each('qdrant.Collections', answerForms.exists, ['CollectionExists']),
  ...each('qdrant.Collections', answerForms.clusterInfo, ['CollectionClusterInfo']),
  ...each('qdrant.Collections', answerForms.shardKeys, ['ListShardKeys']),
  ...each('qdrant.Collections', answerForms.done, [
    'Create',
    'Update',
    'Delete',
    'UpdateAliases',
    'CreateShardKey',
    'DeleteShardKey',
    'UpdateCollectionClusterSetup',
  ]),
  ...each('qdrant.Snapshots', answerForms.snapshot, ['Create', 'CreateFull']),
  ...each('qdrant.Snapshots', answerForms.snapshots, ['List', 'ListFull']),
  ...each('qdrant.Snapshots', answerForms.snapshotDeleted, ['Delete', 'DeleteFull']),
  ...each('qdrant.Qdrant', answerForms.version, ['HealthCheck']),
};

function each(service: string, form: AnswerForm, methods: readonly string[]): Record<string, AnswerForm> {
  return Object.fromEntries(methods.map((method) => [`${service}/${method}`, form]));
}

/** The services of Qdrant's own client, which it does not export. */
async function services(): Promise<DescService[]> {
  const folder = new URL('./proto/', import.meta.resolve('@qdrant/js-client-grpc'));
  const files: DescFile[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('_pb.js')) continue;
    const module: Record<string, unknown> = await import(new URL(name, folder).href);
    for (const [key, value] of Object.entries(module))
      if (key.startsWith('file_')) files.push(value as DescFile);
  }
  return files.flatMap((file) => file.services);
}

const leaves: Partial<Record<ScalarType, FieldForm['of']>> = {
  [ScalarType.UINT32]: 'uint',
  [ScalarType.UINT64]: 'uint',
  [ScalarType.INT64]: 'int',
  [ScalarType.BOOL]: 'bool',
  [ScalarType.FLOAT]: 'float',
  [ScalarType.DOUBLE]: 'double',
  [ScalarType.STRING]: 'text',
};
const special: Readonly<Record<string, FieldForm['of']>> = {
  'qdrant.Value': 'json',
  'qdrant.VectorsOutput': 'vectors',
  'qdrant.OptimizerStatus': 'optimizers',
  'google.protobuf.Timestamp': 'instant',
};

function compareField(form: FieldForm, field: DescField, seen: Set<MessageForm>): void {
  const where = `${field.parent.typeName}.${field.name}`;
  const many = field.fieldKind === 'list' || field.fieldKind === 'map' ? field.fieldKind : undefined;
  assert.equal(form.many, many, where);
  if (field.fieldKind === 'map') assert.equal(field.mapKey, ScalarType.STRING, where);
  const { message, enum: words, scalar } = field;
  if (message !== undefined) {
    const leaf = special[message.typeName];
    if (leaf !== undefined) assert.equal(form.of, leaf, where);
    else {
      assert.ok(typeof form.of === 'object' && 'fields' in form.of, where);
      compare(form.of, message, seen);
    }
  } else if (words !== undefined) {
    assert.ok(typeof form.of === 'object' && 'words' in form.of, where);
    assert.deepEqual(
      words.values.map(({ number }) => number),
      [...form.of.words.keys()],
      where,
    );
  } else assert.equal(form.of, leaves[scalar!], where);
}

function compare(form: MessageForm, message: DescMessage, seen: Set<MessageForm>): void {
  if (seen.has(form)) return;
  seen.add(form);
  assert.deepEqual(
    form.fields.map(({ number }) => number).toSorted((a, b) => a - b),
    message.fields.map(({ number }) => number).toSorted((a, b) => a - b),
    message.typeName,
  );
  for (const field of message.fields) compareField(form.byNumber[field.number]!, field, seen);
}

test('every method of Qdrant’s has a form, and every form knows all fields of its message', async () => {
  let methods = 0;
  for (const service of await services()) {
    for (const method of service.methods) {
      methods++;
      const name = `${service.typeName}/${method.name}`;
      const form = formOf[name];
      assert.ok(form, name);
      compare(form.message, method.output, new Set());
    }
  }
  assert.equal(methods, Object.keys(formOf).length);
});
