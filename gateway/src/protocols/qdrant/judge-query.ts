import { judgedParts, pathCollection } from './judged-parts.ts';
import type { QdrantJudge } from './qdrant-operation.ts';
import { queryParts } from './query-request.ts';
import { readBody } from './read-body.ts';
import type { OlderKind } from './read-query.ts';
import { RequestObject } from './request-object.ts';
import { eachOf, groupsOf, listOfPoints, pointsOf, shapeResult } from './shape-results.ts';
import { malformed } from './unreadable.ts';

/** One query: by likeness, by a field's order, by fusion of others. */
export const judgeQuery: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const collection = await pathCollection(call);
  const { parts, ordered } = await queryParts(call, document.bytes, document.root, collection);
  return judgedParts(
    call,
    { parts, document, shape: { by: shapeResult(pointsOf(0, ordered)), needed: false } },
    collection,
  );
};

/** Several queries, decided one by one: one refusal refuses all. */
export const judgeQueryBatch: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const searches = new RequestObject(document, document.root, 'the body', ['searches']).items('searches');
  if (searches === undefined || searches.length === 0) throw malformed('searches', 'a list of queries');
  const collection = await pathCollection(call);
  const parts = [];
  const shapes = [];
  for (const item of searches) {
    const query = await queryParts(call, document.bytes, item, collection);
    shapes.push(pointsOf(parts.length, query.ordered));
    parts.push(...query.parts);
  }
  return judgedParts(
    call,
    { parts, document, shape: { by: shapeResult(eachOf(shapes)), needed: false } },
    collection,
  );
};

/** The best points of each value of a field, perhaps with a point of another collection for each. */
export const judgeQueryGroups: QdrantJudge = async (call) => {
  const document = readBody(call.request);
  const collection = await pathCollection(call);
  const { parts, group, lookup } = await queryParts(call, document.bytes, document.root, collection, {
    grouped: true,
  });
  return judgedParts(
    call,
    { parts, document, shape: { by: shapeResult(groupsOf(group!, 0, lookup)), needed: false } },
    collection,
  );
};

/** An older search: its result is the list of points itself. */
export const judgeOlder =
  (older: OlderKind): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const collection = await pathCollection(call);
    const { parts } = await queryParts(call, document.bytes, document.root, collection, { older });
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(listOfPoints()), needed: false } },
      collection,
    );
  };

/** Several older searches of one kind. */
export const judgeOlderBatch =
  (older: OlderKind): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const searches = new RequestObject(document, document.root, 'the body', ['searches']).items('searches');
    if (searches === undefined || searches.length === 0) throw malformed('searches', 'a list of searches');
    const collection = await pathCollection(call);
    const parts = [];
    const shapes = [];
    for (const item of searches) {
      const query = await queryParts(call, document.bytes, item, collection, { older });
      shapes.push(listOfPoints(parts.length));
      parts.push(...query.parts);
    }
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(eachOf(shapes)), needed: false } },
      collection,
    );
  };

/** An older search by groups. */
export const judgeOlderGroups =
  (older: OlderKind): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const collection = await pathCollection(call);
    const { parts, group, lookup } = await queryParts(call, document.bytes, document.root, collection, {
      grouped: true,
      older,
    });
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(groupsOf(group!, 0, lookup)), needed: false } },
      collection,
    );
  };
