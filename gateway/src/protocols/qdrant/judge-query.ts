import { judgedParts, pathCollection } from './judged-parts.ts';
import type { QdrantJudge } from './qdrant-operation.ts';
import { queryParts } from './query-request.ts';
import { readBody } from './read-body.ts';
import type { OlderKind } from './read-query.ts';
import { RequestObject } from './request-object.ts';
import { eachOf, groupsOf, listOfPoints, pointsOf, shapeResult } from './shape-results.ts';
import { malformed } from './unreadable.ts';

/** One query. The result of an older one is the list of points itself. */
const one =
  (older?: OlderKind): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const collection = await pathCollection(call);
    const { parts, ordered } = await queryParts(call, document.bytes, document.root, collection, { older });
    const points = older === undefined ? pointsOf(0, ordered) : listOfPoints();
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(points), needed: false } },
      collection,
    );
  };

/** Several queries of one kind, decided one by one: one refusal refuses all. */
const batch =
  (older?: OlderKind): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const searches = new RequestObject(document, document.root, 'the body', ['searches']).items('searches');
    if (searches === undefined || searches.length === 0)
      throw malformed('searches', older === undefined ? 'a list of queries' : 'a list of searches');
    const collection = await pathCollection(call);
    const parts = [];
    const shapes = [];
    for (const item of searches) {
      const query = await queryParts(call, document.bytes, item, collection, { older });
      shapes.push(older === undefined ? pointsOf(parts.length, query.ordered) : listOfPoints(parts.length));
      parts.push(...query.parts);
    }
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(eachOf(shapes)), needed: false } },
      collection,
    );
  };

/** The best points of each value of a field, perhaps with a point of another collection for each. */
const groups =
  (older?: OlderKind): QdrantJudge =>
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

/** By likeness, by a field's order, by fusion of others. */
export const judgeQuery = one();
export const judgeQueryBatch = batch();
export const judgeQueryGroups = groups();

/** Searches of older clients, one kind for each route. */
export const judgeOlder: (older: OlderKind) => QdrantJudge = one;
export const judgeOlderBatch: (older: OlderKind) => QdrantJudge = batch;
export const judgeOlderGroups: (older: OlderKind) => QdrantJudge = groups;
