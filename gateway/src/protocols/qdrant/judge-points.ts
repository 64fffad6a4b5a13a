import type { FieldReference, Filter, RequiredFilter } from '@vectorgate/policy-schema';
import type { JsonDocument } from '../../json/json-node.ts';
import { filterText } from '../filter-text.ts';
import { filterUses } from '../filter-uses.ts';
import { ownRequest } from '../own-request.ts';
import type { Shape } from './deliver-answer.ts';
import { judgedParts, operationOf, type Part, pathCollection } from './judged-parts.ts';
import { fieldOfPath } from './payload-path.ts';
import { idJson, pointId, pointIds } from './point-id.ts';
import type { QdrantCall, QdrantJudge } from './qdrant-operation.ts';
import { readBody, refuseBody } from './read-body.ts';
import { readFilter, vectorField } from './read-filter.ts';
import { orderedField } from './read-query.ts';
import { RequestObject } from './request-object.ts';
import { selectedFields } from './selected-fields.ts';
import { itemsOf, memberOf, PointsShaper } from './shape-points.ts';
import { acknowledgement, facetOf, listOfPoints, onePoint, pointsOf, shapeResult } from './shape-results.ts';
import { collectionTarget } from './targets.ts';
import { malformed } from './unreadable.ts';
import { writeCondition } from './write-filter.ts';

const spellings = { with_vectors: 'with_vector' } as const;

/** A request's own filter, and the uses of fields by it. */
function ownFilter(object: RequestObject): { filter?: Filter; references: FieldReference[] } {
  const node = object.get('filter');
  if (node === undefined) return { references: [] };
  const filter = readFilter(object.bytes, node);
  return { filter, references: filterUses(filter) };
}

/** The raw text of a field of a request, or what stands for it. */
const raw = (object: RequestObject, name: string, otherwise: string): string => {
  const node = object.get(name);
  return node === undefined ? otherwise : object.bytes.toString('utf8', node.start, node.end);
};

/** Points by their ids and a required filter, which Qdrant's own fetch has no place for. */
const scrollFor = (
  call: QdrantCall,
  collection: string,
  ids: readonly string[],
  filter: RequiredFilter,
  rest: string,
): ReturnType<typeof ownRequest> => ({
  ...ownRequest(
    'POST',
    ['collections', collection, 'points', 'scroll'],
    `{"filter":{"must":[${writeCondition(filter)},{"has_id":[${ids.map(idJson).join(',')}]}]},"limit":${Math.max(1, ids.length)}${rest}}`,
  ),
  query: call.request.query,
});

/** The points of a scroll's answer as fetching them by ids would have answered. */
const listOfScroll: Shape = (answer, plans, ledger) => {
  const shaper = new PointsShaper(answer, ledger, true);
  const points = memberOf(shaper.result, 'points');
  shaper.points(points, plans[0]!);
  const result = shaper.result!;
  shaper.splices.replace(result.start, points!.start, '');
  shaper.splices.replace(points!.end, result.end, '');
  return { body: shaper.body(), hits: shaper.hits };
};

/** The one point of a scroll's answer as fetching it would have answered, not found included. */
const oneOfScroll =
  (id: string): Shape =>
  (answer, plans, ledger) => {
    const shaper = new PointsShaper(answer, ledger, true);
    const points = memberOf(shaper.result, 'points');
    const [first] = itemsOf(points);
    if (first === undefined) {
      const error = `Not found: Point with id ${id} does not exists!`;
      return { status: 404, body: Buffer.from(JSON.stringify({ status: { error }, time: 0 })), hits: 0 };
    }
    shaper.point(first, plans[0]!);
    shaper.splices.replace(shaper.result!.start, first.start, '');
    shaper.splices.replace(first.end, shaper.result!.end, '');
    return { body: shaper.body(), hits: shaper.hits };
  };

interface Fetched {
  readonly document?: JsonDocument;
  readonly part: Part;
  /** What the scroll in its stead asks for besides the filter. */
  readonly rest: string;
  readonly plain: Shape;
  readonly scrolled: Shape;
}

/** Fetching by ids; under a required filter a scroll for the same ids in its stead. */
function judgedFetch(call: QdrantCall, collection: string, fetched: Fetched): ReturnType<typeof judgedParts> {
  const { part, plain, scrolled, rest, document } = fetched;
  const ids = part.operation.ids ?? [];
  let narrowed = false;
  return judgedParts(
    call,
    {
      ...(document && { document }),
      parts: [
        {
          operation: part.operation,
          narrow: ({ filter }, edit) => {
            narrowed = filter !== undefined;
            if (filter !== undefined) edit.say(`filter ${filterText(filter)} added`);
          },
        },
      ],
      instead: ([owed]) =>
        owed?.filter === undefined ? undefined : scrollFor(call, collection, ids, owed.filter, rest),
      shape: {
        by: (answer, plans, ledger) => (narrowed ? scrolled : plain)(answer, plans, ledger),
        needed: true,
      },
    },
    collection,
  );
}

/** Points by their ids. An empty list is none. */
export const judgeRetrieve: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const object = new RequestObject(
    document,
    document.root,
    'the body',
    ['ids', 'with_payload', 'with_vector', 'shard_key'],
    spellings,
  );
  const list = object.get('ids');
  if (list === undefined) throw malformed('ids', 'a list of point ids');
  const ids = pointIds(document.bytes, list, 'ids');
  const collection = await pathCollection(call);
  const shard = object.get('shard_key') === undefined ? '' : `,"shard_key":${raw(object, 'shard_key', '')}`;
  return judgedFetch(call, collection, {
    document,
    part: {
      operation: operationOf(call, {
        classes: ['fetch'],
        targets: [collectionTarget(collection)],
        records: ids.length,
        ids,
        references: [{ field: '$id', use: 'filter' }],
        returns: selectedFields(object, true),
      }),
    },
    rest: `,"with_payload":${raw(object, 'with_payload', 'true')},"with_vector":${raw(object, 'with_vector', 'false')}${shard}`,
    plain: shapeResult(listOfPoints()),
    scrolled: listOfScroll,
  });
};

/** One point by its id in the path, with payload and vectors. */
export const judgeGetPoint: QdrantJudge = async (call) => {
  refuseBody(call);
  const text = call.params.id!;
  const bytes = Buffer.from(/^\d+$/.test(text) ? text : JSON.stringify(text));
  const node = /^\d+$/.test(text)
    ? ({ kind: 'number', start: 0, end: bytes.length } as const)
    : ({ kind: 'string', start: 0, end: bytes.length, escaped: true } as const);
  const id = pointId(bytes, node);
  const collection = await pathCollection(call);
  return judgedFetch(call, collection, {
    part: {
      operation: operationOf(call, {
        classes: ['fetch'],
        targets: [collectionTarget(collection)],
        records: 1,
        ids: [id],
        references: [{ field: '$id', use: 'filter' }],
        returns: 'all',
      }),
    },
    rest: ',"with_payload":true,"with_vector":true',
    plain: shapeResult(onePoint),
    scrolled: oneOfScroll(id),
  });
};

/** Points page by page, in the order of their ids or of a field. */
export const judgeScroll: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const object = new RequestObject(
    document,
    document.root,
    'the body',
    ['offset', 'limit', 'filter', 'with_payload', 'with_vector', 'order_by', 'shard_key'],
    spellings,
  );
  const limit = object.count('limit');
  const offset = object.get('offset');
  if (offset !== undefined) pointId(document.bytes, offset, 'offset');
  const order = object.get('order_by');
  const ordered = order && orderedField(document.bytes, order);
  const { filter, references } = ownFilter(object);
  const collection = await pathCollection(call);
  return judgedParts(
    call,
    {
      document,
      parts: [
        {
          operation: operationOf(call, {
            classes: ['scan'],
            targets: [collectionTarget(collection)],
            page: { value: limit ?? 10, name: 'limit', given: limit !== undefined },
            ...(filter !== undefined && { filter }),
            references: [
              ...references,
              ...(offset === undefined ? [] : [{ field: '$id', use: 'filter' as const }]),
              ...(ordered === undefined ? [] : [{ field: ordered, use: 'order' as const }]),
            ],
            returns: selectedFields(object, true),
          }),
          narrow: ({ filter: required }, edit) => {
            if (required !== undefined) edit.require(object, required);
          },
        },
      ],
      shape: { by: shapeResult(pointsOf(0, ordered === undefined ? [] : [ordered])), needed: false },
    },
    collection,
  );
};

/** How many points satisfy a filter. */
export const judgeCount: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const object = new RequestObject(document, document.root, 'the body', ['filter', 'exact', 'shard_key']);
  object.boolean('exact');
  const { filter, references } = ownFilter(object);
  const collection = await pathCollection(call);
  return judgedParts(
    call,
    {
      document,
      parts: [
        {
          operation: operationOf(call, {
            classes: ['aggregate'],
            targets: [collectionTarget(collection)],
            ...(filter !== undefined && { filter }),
            references,
          }),
          narrow: ({ filter: required }, edit) => {
            if (required !== undefined) edit.require(object, required);
          },
        },
      ],
      shape: { by: shapeResult(acknowledgement), needed: false },
    },
    collection,
  );
};

/** The values of a field, and how often each stands. */
export const judgeFacet: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const object = new RequestObject(document, document.root, 'the body', [
    'key',
    'limit',
    'filter',
    'exact',
    'shard_key',
  ]);
  const path = object.string('key');
  if (path === undefined) throw malformed('key', 'the name of a field');
  const field = fieldOfPath(path);
  object.count('limit');
  const { filter, references } = ownFilter(object);
  const collection = await pathCollection(call);
  return judgedParts(
    call,
    {
      document,
      parts: [
        {
          operation: operationOf(call, {
            classes: ['aggregate'],
            targets: [collectionTarget(collection)],
            ...(filter !== undefined && { filter }),
            references: [...references, { field, use: 'facet' }],
            returns: [field],
          }),
          narrow: ({ filter: required }, edit) => {
            if (required !== undefined) edit.require(object, required);
          },
        },
      ],
      shape: { by: shapeResult(facetOf(field)), needed: false },
    },
    collection,
  );
};

/** How near points of a sample are to each other: ids and scores, in one of two forms. */
export const judgeMatrix: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const object = new RequestObject(document, document.root, 'the body', [
    'sample',
    'limit',
    'filter',
    'using',
    'shard_key',
  ]);
  const sample = object.count('sample') ?? 10;
  const limit = object.count('limit') ?? 3;
  const { filter, references } = ownFilter(object);
  const collection = await pathCollection(call);
  return judgedParts(
    call,
    {
      document,
      parts: [
        {
          operation: operationOf(call, {
            classes: ['search', 'scan'],
            targets: [collectionTarget(collection)],
            records: sample,
            topK: { value: limit, name: 'limit', given: object.get('limit') !== undefined },
            page: { value: sample, name: 'sample', given: object.get('sample') !== undefined },
            ...(filter !== undefined && { filter }),
            references: [
              ...references,
              { field: vectorField(object.string('using') ?? ''), use: 'similarity' },
              // Which score stands where is all that it tells: it is closed where scores or ids are masked.
              { field: '$score', use: 'rerank' },
              { field: '$id', use: 'rerank' },
            ],
            returns: ['$id', '$score'],
          }),
          narrow: ({ filter: required, topK }, edit) => {
            if (required !== undefined) edit.require(object, required);
            if (topK !== undefined && topK < limit) edit.lower(object, 'limit', topK);
          },
        },
      ],
      shape: { by: shapeResult(acknowledgement), needed: false },
    },
    collection,
  );
};
