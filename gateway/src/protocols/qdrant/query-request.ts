import type { Filter, Obligations, Operation, OperationClass } from '@vectorgate/policy-schema';
import type { JsonNode } from '../../json/json-node.ts';
import { Refusal } from '../../pipeline/refusal.ts';
import { filterUses } from '../filter-uses.ts';
import { assertIdsWithin } from './assert-ids-within.ts';
import { operationOf, type Part, refuseFilter } from './judged-parts.ts';
import { type NamedCollection, namedCollection } from './named-collection.ts';
import { fieldOfPath } from './payload-path.ts';
import type { QdrantCall } from './qdrant-operation.ts';
import { readFilter, vectorField } from './read-filter.ts';
import { type OlderKind, type QueryFacts, readOlderQuery, readQuery } from './read-query.ts';
import type { RequestEdit } from './request-edit.ts';
import { RequestObject } from './request-object.ts';
import { type Corpus, readSearchParams } from './search-params.ts';
import { selectedFields } from './selected-fields.ts';
import { collectionTarget } from './targets.ts';
import { malformed } from './unreadable.ts';
import { vectorDimension } from './vector-dimension.ts';

const inner = [
  'prefetch',
  'query',
  'using',
  'filter',
  'params',
  'score_threshold',
  'limit',
  'lookup_from',
] as const;
const outer = [...inner, 'shard_key', 'with_vector', 'with_payload'] as const;
const plain = [
  'filter',
  'params',
  'score_threshold',
  'limit',
  'shard_key',
  'with_vector',
  'with_payload',
] as const;
const olderFields: Readonly<Record<OlderKind, readonly string[]>> = {
  search: [...plain, 'vector'],
  recommend: [...plain, 'positive', 'negative', 'strategy', 'using', 'lookup_from'],
  discover: [...plain, 'target', 'context', 'using', 'lookup_from'],
};
const spellings = { with_vectors: 'with_vector' } as const;
/** Qdrant's own defaults. */
const defaults = { limit: 10, groupSize: 3 };

/** One level of a query: its own filter and limit, and where its ids' vectors come from. */
interface Level {
  readonly object: RequestObject;
  readonly facts: QueryFacts;
  readonly filter: Filter | undefined;
  readonly corpus: Corpus | undefined;
  readonly lookup: { readonly collection: NamedCollection; readonly vector: string } | undefined;
  readonly using: string;
}

async function readLevel(call: QdrantCall, object: RequestObject, older?: OlderKind): Promise<Level> {
  const { bytes } = object;
  const { using, ...facts } =
    older === undefined
      ? {
          ...readQuery(bytes, object.get('query'), object.string('using') ?? ''),
          using: object.string('using') ?? '',
        }
      : readOlderQuery(older, object);
  const filter = object.get('filter');
  const from = object.get('lookup_from');
  const lookup =
    from && new RequestObject({ bytes }, from, 'lookup_from', ['collection', 'vector', 'shard_key']);
  return {
    object,
    using,
    facts,
    filter: filter && readFilter(bytes, filter),
    corpus: readSearchParams(bytes, object.get('params')),
    lookup:
      lookup === undefined
        ? undefined
        : {
            collection: await namedCollection(call, bytes, lookup.get('collection'), 'lookup_from'),
            vector: lookup.string('vector') ?? '',
          },
  };
}

/** All levels below an object, the deepest last. */
async function levelsBelow(call: QdrantCall, object: RequestObject): Promise<Level[]> {
  const node = object.get('prefetch');
  if (node === undefined) return [];
  const levels: Level[] = [];
  for (const item of node.kind === 'array' ? node.items : [node]) {
    const below = new RequestObject(object, item, 'prefetch', inner);
    below.count('limit');
    levels.push(await readLevel(call, below), ...(await levelsBelow(call, below)));
  }
  return levels;
}

const conjunction = (filters: readonly (Filter | undefined)[]): Filter | undefined => {
  const parts = filters.filter((filter) => filter !== undefined);
  return parts.length > 1 ? { op: 'and', of: parts } : parts[0];
};

/** A query of one request, as parts: itself first, then the points whose vectors it asks for by their ids. */
export interface QueryParts {
  readonly parts: readonly Part[];
  /** The fields by whose values points are ordered, on any level: fusion keeps them in what it delivers. */
  readonly ordered: readonly string[];
  readonly group?: string;
  /** Index of the part that reads from another collection what groups are about. */
  readonly lookup?: number;
}

/** Reads a query, an item of a batch, or one by groups. Throws `Refusal`. */
export async function queryParts(
  call: QdrantCall,
  bytes: Buffer,
  node: JsonNode,
  collection: string,
  { grouped = false, older }: { readonly grouped?: boolean; readonly older?: OlderKind | undefined } = {},
): Promise<QueryParts> {
  const fields: readonly string[] = older === undefined ? outer : olderFields[older];
  const known = grouped ? [...fields, 'group_by', 'group_size', 'with_lookup'] : [...fields, 'offset'];
  const aliases = older === undefined ? spellings : { ...spellings, top: 'limit' };
  const object = new RequestObject({ bytes }, node, 'the query', known, aliases);
  const top = await readLevel(call, object, older);
  const levels = [top, ...(older === undefined ? await levelsBelow(call, object) : [])];
  const below = levels.slice(1);
  const silent = older === undefined && object.get('query') === undefined && below.length > 0;
  const kinds = new Set<OperationClass>((silent ? below : levels).map(({ facts }) => facts.class));
  const limit = object.count('limit') ?? defaults.limit;
  const offset = grouped ? undefined : object.count('offset');
  const groupSize = grouped ? (object.count('group_size') ?? defaults.groupSize) : 1;
  const asked = (offset ?? 0) + limit * groupSize;
  const given = object.get('limit') !== undefined;
  const dimension = vectorDimension(call.request, bytes, top.facts.vector);
  const filter = conjunction(levels.map((level) => level.filter));
  const group = grouped ? groupField(object) : undefined;
  const operation: Operation = operationOf(call, {
    classes: [...kinds],
    targets: [collectionTarget(collection)],
    records: 1,
    ...(kinds.has('search') && { topK: { value: asked, name: 'limit', given } }),
    ...(kinds.has('scan') && { page: { value: asked, name: 'limit', given } }),
    ...(offset !== undefined && { offset }),
    ...(filter !== undefined && { filter }),
    references: [
      ...levels.flatMap((level) => [
        ...filterUses(level.filter),
        ...filterUses(level.corpus?.filter),
        ...level.facts.references,
        ...(level.object.get('score_threshold') === undefined
          ? []
          : [{ field: '$score', use: 'filter' as const }]),
      ]),
      ...(group === undefined ? [] : [{ field: group, use: 'group' as const }]),
    ],
    returns: selectedFields(object, grouped, ['$score']),
    ...(dimension !== undefined && { dimension }),
  });
  const main: Part = {
    operation,
    narrow: ({ filter: required, topK }, edit) => {
      if (required !== undefined) {
        for (const { object: at, corpus } of levels) {
          edit.require(at, required);
          if (corpus !== undefined) edit.require(corpus.object, required, 'corpus');
        }
      }
      if (topK !== undefined && topK < asked) lower(edit, object, { topK, offset: offset ?? 0, groupSize });
    },
  };
  const fetches = levels.flatMap((level) => fetchParts(call, level, collection));
  const looked = grouped ? await lookupPart(call, object, limit) : undefined;
  const ordered = new Set(
    levels.flatMap(({ facts }) =>
      facts.references.filter(({ use }) => use === 'order').map(({ field }) => field),
    ),
  );
  return {
    parts: [main, ...fetches, ...(looked === undefined ? [] : [looked])],
    ordered: [...ordered],
    ...(group !== undefined && { group }),
    ...(looked !== undefined && { lookup: 1 + fetches.length }),
  };
}

function lower(
  edit: RequestEdit,
  object: RequestObject,
  { topK, offset, groupSize }: { topK: number; offset: number; groupSize: number },
): void {
  const left = Math.floor((topK - offset) / groupSize);
  if (left < 1)
    throw new Refusal(
      'forbidden',
      'limit-exceeded',
      `the request was refused: it asks for records beyond your limit of ${topK}.`,
      groupSize > 1 ? 'Ask for smaller groups.' : 'Use a smaller offset.',
    );
  edit.lower(object, 'limit', left);
}

/** The points whose own vectors a level is given by their ids: each is fetched, here or from another collection. */
function fetchParts(call: QdrantCall, { facts, lookup, using }: Level, collection: string): Part[] {
  const { ids } = facts;
  if (ids.length === 0 && lookup === undefined) return [];
  const from = lookup?.collection.name ?? collection;
  return [
    {
      operation: operationOf(call, {
        classes: ['fetch'],
        targets: [collectionTarget(from)],
        records: ids.length,
        ids,
        references: [{ field: vectorField(lookup?.vector || using), use: 'similarity' }],
      }),
      narrow: async ({ filter }, edit) => {
        lookup?.collection.pin(edit);
        if (filter !== undefined) await assertIdsWithin(call, from, ids, filter);
      },
    },
  ];
}

function groupField(object: RequestObject): string {
  const path = object.string('group_by');
  if (path === undefined) throw malformed('group_by', 'the name of a field');
  return fieldOfPath(path);
}

/** What `with_lookup` reads from another collection, one point for each group. */
async function lookupPart(call: QdrantCall, object: RequestObject, limit: number): Promise<Part | undefined> {
  const node = object.get('with_lookup');
  if (node === undefined) return undefined;
  const { bytes } = object;
  const lookup =
    node.kind === 'string'
      ? undefined
      : new RequestObject({ bytes }, node, 'with_lookup', ['collection', 'with_payload', 'with_vectors'], {
          with_vector: 'with_vectors',
        });
  const collection = await namedCollection(call, bytes, lookup?.get('collection') ?? node, 'with_lookup');
  return {
    operation: operationOf(call, {
      classes: ['fetch'],
      targets: [collectionTarget(collection.name)],
      records: limit,
      returns: lookup === undefined ? 'all' : selectedFields(lookup, true, [], 'with_vectors'),
    }),
    narrow: (owed: Obligations, edit) => {
      collection.pin(edit);
      refuseFilter('with_lookup', owed);
    },
  };
}
