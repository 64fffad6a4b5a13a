import {
  type FieldReference,
  type Obligations,
  type RequiredFilter,
  satisfies,
  touchesFieldPath,
} from '@vectorgate/policy-schema';
import type { JsonNode } from '../../json/json-node.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { demandConditionalWrites } from './conditional-writes.ts';
import { operationOf, type Part, refuseFilter } from './judged-parts.ts';
import { fieldOfPath } from './payload-path.ts';
import { pointId, pointIds } from './point-id.ts';
import type { QdrantCall } from './qdrant-operation.ts';
import { vectorField } from './read-filter.ts';
import { RequestObject } from './request-object.ts';
import { selectedPoints } from './selected-points.ts';
import { collectionTarget } from './targets.ts';
import { malformed, unreadable } from './unreadable.ts';
import { vectorDimension } from './vector-dimension.ts';
import { type WrittenItem, WrittenPayloads } from './written-payload.ts';

/** Reads one change of points. `node` is its own object: the body, or an item of a batch. */
export type ChangeReader = (call: QdrantCall, bytes: Buffer, node: JsonNode, collection: string) => Part;

const writes = (fields: readonly string[]): FieldReference[] =>
  fields.map((field) => ({ field, use: 'write' }));

const outside = (call: QdrantCall): Refusal =>
  new Refusal(
    'forbidden',
    'write-outside-filter',
    `${call.operation.id} was refused: some of its points lie outside of what policy lets you write, or would afterwards.`,
    'Set the payload fields that the policy demands on every point, or ask its owner.',
  );

const fieldsOf = (filter: RequiredFilter): readonly string[] =>
  'of' in filter ? filter.of.flatMap(fieldsOf) : [filter.field];

/** The vectors that a point is given, by their reserved names. */
function vectorNames(node: JsonNode | undefined): string[] {
  if (node === undefined || node.kind === 'null') return [];
  if (node.kind !== 'object' || node.members.has('indices') || node.members.has('model')) return ['$vector'];
  return node.members.list.map(({ key }) => vectorField(key));
}

const aliases = { vectors: 'vector' } as const;

interface WrittenPoints {
  readonly ids: readonly string[];
  readonly items: readonly WrittenItem[];
  readonly fields: readonly string[];
  readonly dimension: number | undefined;
}

function listedPoints(call: QdrantCall, bytes: Buffer, list: readonly JsonNode[]): WrittenPoints {
  const payloads = new WrittenPayloads(bytes);
  const ids: string[] = [];
  const items: WrittenItem[] = [];
  let dimension: number | undefined;
  for (const node of list) {
    const point = new RequestObject({ bytes }, node, 'a point', ['id', 'vector', 'payload'], aliases);
    const id = point.get('id');
    if (id === undefined) throw malformed('id', 'a point id');
    ids.push(pointId(bytes, id));
    const vector = point.get('vector');
    for (const name of vectorNames(vector)) payloads.add(name);
    dimension ??= vectorDimension(call.request, bytes, vector);
    items.push(payloads.read(point.get('payload')));
  }
  return { ids, items, fields: payloads.fields, dimension };
}

function batchedPoints(call: QdrantCall, bytes: Buffer, node: JsonNode): WrittenPoints {
  const batch = new RequestObject({ bytes }, node, 'batch', ['ids', 'vectors', 'payloads'], {
    vector: 'vectors',
  });
  const list = batch.get('ids');
  if (list === undefined) throw malformed('ids', 'a list of point ids');
  const ids = pointIds(bytes, list, 'ids');
  const payloads = new WrittenPayloads(bytes);
  const vectors = batch.get('vectors');
  if (vectors?.kind === 'object') for (const { key } of vectors.members.list) payloads.add(vectorField(key));
  else payloads.add('$vector');
  const given = batch.items('payloads');
  if (given !== undefined && given.length !== ids.length) throw malformed('payloads', 'as long as ids');
  const items = ids.map((_, i) => payloads.read(given?.[i]));
  const [first] = vectors?.kind === 'array' ? vectors.items : [];
  return { ids, items, fields: payloads.fields, dimension: vectorDimension(call.request, bytes, first) };
}

/** Writing whole points, new or in the place of old ones. */
export const upsertPart: ChangeReader = (call, bytes, node, collection) => {
  const object = new RequestObject({ bytes }, node, 'the body', [
    'points',
    'batch',
    'shard_key',
    'update_filter',
    'update_mode',
  ]);
  const list = object.items('points');
  const batch = object.get('batch');
  if ((list === undefined) === (batch === undefined))
    throw malformed('points', 'given, or else a batch, and not both');
  const { ids, items, fields, dimension } =
    list === undefined ? batchedPoints(call, bytes, batch!) : listedPoints(call, bytes, list);
  return {
    operation: operationOf(call, {
      classes: ['upsert'],
      targets: [collectionTarget(collection)],
      records: ids.length,
      ids,
      references: writes(['$id', ...fields]),
      written: { fields: ['$id', ...fields], items },
      ...(dimension !== undefined && { dimension }),
    }),
    narrow: async ({ filter }, edit) => {
      if (filter === undefined) return;
      if (!items.every((item) => satisfies(filter, item, false))) throw outside(call);
      await demandConditionalWrites(call);
      // What is there already is replaced only where it lies within: Qdrant looks and writes in one step.
      edit.require(object, filter, 'update_filter');
    },
  };
};

/** Replacing vectors of points. */
export const updateVectorsPart: ChangeReader = (call, bytes, node, collection) => {
  const object = new RequestObject({ bytes }, node, 'the body', ['points', 'shard_key', 'update_filter']);
  const list = object.items('points');
  if (list === undefined) throw malformed('points', 'a list of points');
  const names = new Set<string>();
  const ids = list.map((item) => {
    const point = new RequestObject({ bytes }, item, 'a point', ['id', 'vector'], aliases);
    const id = point.get('id');
    if (id === undefined) throw malformed('id', 'a point id');
    for (const name of vectorNames(point.get('vector'))) names.add(name);
    return pointId(bytes, id);
  });
  return {
    operation: operationOf(call, {
      classes: ['update'],
      targets: [collectionTarget(collection)],
      records: ids.length,
      ids,
      references: writes([...names]),
      written: { fields: [...names], items: ids.map(() => ({})) },
    }),
    narrow: async ({ filter }, edit) => {
      if (filter === undefined) return;
      await demandConditionalWrites(call);
      edit.require(object, filter, 'update_filter');
    },
  };
};

/** A change of selected points: what it writes, and what a required filter demands of that. */
function selectedPart(
  call: QdrantCall,
  object: RequestObject,
  collection: string,
  change: {
    readonly classes: Part['operation']['classes'];
    readonly references?: readonly FieldReference[];
    readonly written?: Part['operation']['written'];
    /** Throws `Refusal` where points would lie outside of the filter afterwards. */
    readonly keepsWithin?: (filter: RequiredFilter) => void;
  },
): Part {
  const { ids, filter, records, references, narrow } = selectedPoints(object);
  return {
    operation: operationOf(call, {
      classes: change.classes,
      targets: [collectionTarget(collection)],
      records,
      ...(ids !== undefined && { ids }),
      ...(filter !== undefined && { filter }),
      references: [...references, ...(change.references ?? [])],
      ...(change.written !== undefined && { written: change.written }),
    }),
    narrow: ({ filter: required }: Obligations, edit) => {
      if (required === undefined) return;
      change.keepsWithin?.(required);
      narrow(edit, required);
    },
  };
}

/** Deleting points: by their ids, or in bulk by a filter. */
export const deletePart: ChangeReader = (call, bytes, node, collection) => {
  const object = new RequestObject({ bytes }, node, 'the body', ['points', 'filter', 'shard_key']);
  const bulk = object.get('points') === undefined;
  return selectedPart(call, object, collection, { classes: [bulk ? 'delete-bulk' : 'delete'] });
};

/** Deleting vectors of points, which stay. */
export const deleteVectorsPart: ChangeReader = (call, bytes, node, collection) => {
  const object = new RequestObject(
    { bytes },
    node,
    'the body',
    ['points', 'filter', 'vector', 'shard_key'],
    aliases,
  );
  const names = object.strings('vector')?.map(vectorField);
  if (names === undefined) throw malformed('vector', 'a list of names');
  return selectedPart(call, object, collection, {
    classes: ['update'],
    references: writes(names),
    written: { fields: names, items: [{}] },
  });
};

const payloadChange =
  (whole: boolean): ChangeReader =>
  (call, bytes, node, collection) => {
    const object = new RequestObject({ bytes }, node, 'the body', [
      'payload',
      'points',
      'filter',
      'key',
      'shard_key',
    ]);
    const key = object.string('key');
    const payloads = new WrittenPayloads(bytes);
    const payload = object.get('payload');
    if (payload === undefined) throw malformed('payload', 'an object');
    const below = key === undefined ? undefined : fieldOfPath(key);
    const item = payloads.read(payload, below === undefined ? '' : `${below}.`);
    if (below !== undefined) payloads.add(below);
    const { fields } = payloads;
    return selectedPart(call, object, collection, {
      classes: ['update'],
      // What is not written is lost when a payload is replaced as a whole.
      references: whole ? [{ field: 'all', use: 'write' }] : writes(fields),
      written: { fields, items: [item] },
      keepsWithin: (filter) => {
        if (!satisfies(filter, item, !whole)) throw outside(call);
        // A field that is written as something else than one value may hide the one that the filter looks at.
        const touched = fieldsOf(filter).filter((field) =>
          fields.some((written) => touchesFieldPath({ paths: [field] }, written)),
        );
        if (!touched.every((field) => Object.hasOwn(item, field))) throw outside(call);
      },
    });
  };

/** Setting fields of payloads; others stay. */
export const setPayloadPart = payloadChange(false);
/** Replacing whole payloads. */
export const overwritePayloadPart = payloadChange(true);

/** Deleting fields of payloads. */
export const deletePayloadPart: ChangeReader = (call, bytes, node, collection) => {
  const object = new RequestObject({ bytes }, node, 'the body', ['keys', 'points', 'filter', 'shard_key']);
  const fields = object.strings('keys')?.map(fieldOfPath);
  if (fields === undefined) throw malformed('keys', 'a list of fields');
  return selectedPart(call, object, collection, {
    classes: ['update'],
    references: writes(fields),
    written: { fields, items: [{}] },
    keepsWithin: (filter) => {
      const gone = fieldsOf(filter).some((field) =>
        fields.some((deleted) => touchesFieldPath({ paths: [field] }, deleted)),
      );
      if (gone) throw outside(call);
    },
  });
};

/** Deleting whole payloads. */
export const clearPayloadPart: ChangeReader = (call, bytes, node, collection) => {
  const object = new RequestObject({ bytes }, node, 'the body', ['points', 'filter', 'shard_key']);
  return selectedPart(call, object, collection, {
    classes: ['update'],
    references: [{ field: 'all', use: 'write' }],
    keepsWithin: (filter) => refuseFilter(call.operation.id, { filter, masks: [], rates: [] }),
  });
};

/** Changes of a batch, by the word that each item of it begins with. */
const byWord: Readonly<Record<string, ChangeReader>> = {
  upsert: upsertPart,
  delete: deletePart,
  set_payload: setPayloadPart,
  overwrite_payload: overwritePayloadPart,
  delete_payload: deletePayloadPart,
  clear_payload: clearPayloadPart,
  update_vectors: updateVectorsPart,
  delete_vectors: deleteVectorsPart,
};

/** Any sequence of changes, each decided by itself. */
export function batchParts(call: QdrantCall, bytes: Buffer, node: JsonNode, collection: string): Part[] {
  const items = new RequestObject({ bytes }, node, 'the body', ['operations']).items('operations');
  if (items === undefined || items.length === 0) throw malformed('operations', 'a list of operations');
  return items.map((item) => {
    const [only] = item.kind === 'object' ? item.members.list : [];
    const reader = only !== undefined && Object.hasOwn(byWord, only.key) ? byWord[only.key] : undefined;
    if (only === undefined || reader === undefined || (item.kind === 'object' && item.members.size !== 1))
      throw unreadable('unknown-operation', 'its batch holds an operation that is not known.');
    return reader(call, bytes, only.value, collection);
  });
}
