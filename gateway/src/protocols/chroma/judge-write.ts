import { type FieldReference, type OperationClass, type Scalar, satisfies } from '@vectorgate/policy-schema';
import type { JsonNode } from '../../json/json-node.ts';
import { numberValues } from '../../json/number-value.ts';
import { scalarOf } from '../../json/scalar-of.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { vectorDimension } from '../condensed-vector.ts';
import { textsOf } from '../texts-of.ts';
import type { ChromaCall, ChromaJudge } from './chroma-operation.ts';
import { isReservedKey } from './field-name.ts';
import { judged, operationOf, passOn } from './judged.ts';
import { recordedBody } from './recorded-body.ts';
import { RequestBody } from './request-body.ts';
import { resolveCollection } from './resolve-collection.ts';
import { shapeAcknowledgement } from './shape-acknowledgement.ts';
import { resolvedTarget } from './targets.ts';
import { malformed, unreadable } from './unreadable.ts';
import { vectorFields } from './vector-fields.ts';

/** Names of fields in one request: an object of hundreds of thousands of them takes seconds to fill and to print. */
const mostFields = 10_000;

/** Scalar fields of one record, as a request writes them. */
type WrittenItem = Readonly<Record<string, Scalar | readonly Scalar[]>>;

function writtenValue(bytes: Buffer, node: JsonNode): Scalar | readonly Scalar[] | undefined {
  if (node.kind === 'numbers') return numberValues(bytes, node);
  return node.kind === 'array'
    ? node.items.flatMap((item) => scalarOf(bytes, item) ?? [])
    : scalarOf(bytes, node);
}

/** The metadata of each record as policy sees it: scalars and lists of them; other values have names only. */
function readMetadatas(body: RequestBody, count: number, fields: Set<string>): WrittenItem[] {
  const { bytes } = body.document;
  const nodes = body.array('metadatas')?.items;
  if (nodes !== undefined && nodes.length !== count) throw malformed('metadatas', 'as long as ids');
  return Array.from({ length: count }, (_, index) => {
    const item: Record<string, Scalar | readonly Scalar[]> = Object.create(null);
    const node = nodes?.[index];
    if (node === undefined || node.kind === 'null') return item;
    if (node.kind !== 'object') throw malformed('metadatas', 'a list of objects');
    for (const { key, value } of node.members.list) {
      if (isReservedKey(key)) {
        throw unreadable(
          'reserved-key',
          'its metadata sets a key that Chroma reserves for itself.',
          'Use a metadata key of your own.',
        );
      }
      fields.add(key);
      if (fields.size > mostFields) {
        throw unreadable(
          'too-many-fields',
          `its metadata names more than ${mostFields.toLocaleString('en')} different fields.`,
          'Store what is no field of its own as a value.',
        );
      }
      const written = writtenValue(bytes, value);
      if (written !== undefined) item[key] = written;
    }
    return item;
  });
}

/** A list of texts or nulls, one for each record; true when it sets any. */
function setsTexts(body: RequestBody, name: string, count: number): boolean {
  const items = body.array(name)?.items;
  if (items === undefined) return false;
  if (items.length !== count) throw malformed(name, 'as long as ids');
  for (const item of items)
    if (item.kind !== 'string' && item.kind !== 'null') throw malformed(name, 'a list of texts');
  return items.some((item) => item.kind === 'string');
}

/** The vectors of a request; every one a list of numbers, or every one a base64 text. */
function readVectors(body: RequestBody, count: number, mayLack: boolean): readonly JsonNode[] | undefined {
  const items = body.array('embeddings')?.items;
  if (items === undefined) {
    if (!mayLack) throw malformed('embeddings', 'a list of vectors');
    return undefined;
  }
  if (items.length !== count) throw malformed('embeddings', 'as long as ids');
  const given = items.filter((item) => !(mayLack && item.kind === 'null'));
  const numbers = (item: JsonNode): boolean =>
    item.kind === 'numbers' || (item.kind === 'array' && item.items.length === 0);
  if (!given.every(numbers) && !given.every((item) => item.kind === 'string')) {
    throw malformed('embeddings', 'a list of vectors, all as numbers or all in base64');
  }
  return given;
}

function writing(kind: 'add' | 'upsert' | 'update', operationClass: OperationClass): ChromaJudge {
  return async (call) => {
    const body = new RequestBody(call.request, ['ids', 'embeddings', 'metadatas', 'documents', 'uris']);
    const ids = body.strings('ids');
    if (ids === undefined) throw malformed('ids', 'a list of texts');
    const fields = new Set<string>(['$id']);
    const vectors = readVectors(body, ids.length, kind === 'update');
    if (vectors !== undefined && vectors.length > 0) fields.add('$vector');
    if (setsTexts(body, 'documents', ids.length)) fields.add('$document');
    if (setsTexts(body, 'uris', ids.length)) fields.add('$uri');
    const items = readMetadatas(body, ids.length, fields);
    const collection = await resolveCollection(call);
    const first = vectors?.[0];
    return judged(call, {
      operation: operationOf(call, {
        classes: [operationClass],
        targets: [resolvedTarget(collection)],
        records: ids.length,
        ids,
        references: [...fields].map((field): FieldReference => ({ field, use: 'write' })),
        written: { fields: [...fields], items },
        ...(first !== undefined && { dimension: vectorDimension(body.document.bytes, first) }),
      }),
      recorded: recordedBody(body),
      texts: () => textsOf(body.document, vectorFields),
      forward: (obligations) => {
        const { filter } = obligations;
        if (filter !== undefined) {
          if (kind !== 'add') throw notAtomic(call);
          // An id that exists is left as it is by Chroma's add: nobody's record is overwritten.
          if (!items.every((item) => satisfies(filter, item, false))) throw outside(call);
        }
        return passOn(call, obligations, shapeAcknowledgement);
      },
    });
  };
}

const notAtomic = (call: ChromaCall): Refusal =>
  new Refusal(
    'forbidden',
    'write-not-atomic',
    `${call.operation.id} was refused: policy lets you write only some records, and Chroma cannot check the old record and write the new one in one step.`,
    'Use add for new records, or ask the policy’s owner.',
  );

const outside = (call: ChromaCall): Refusal =>
  new Refusal(
    'forbidden',
    'write-outside-filter',
    `${call.operation.id} was refused: some of its records lie outside of what policy lets you write.`,
    'Set the metadata fields that the policy demands on every record, or ask its owner.',
  );

export const judgeAdd = writing('add', 'upsert');
export const judgeUpsert = writing('upsert', 'upsert');
export const judgeUpdate = writing('update', 'update');
