import { judgedParts, pathCollection } from './judged-parts.ts';
import type { QdrantJudge } from './qdrant-operation.ts';
import { queryParts } from './query-request.ts';
import { readBody } from './read-body.ts';
import type { OlderKind } from './read-query.ts';
import { RequestObject } from './request-object.ts';
import { eachOf, groupsOf, listOfPoints, pointsOf, shapeResult } from './shape-results.ts';
import { malformed } from './unreadable.ts';

/** Where one query's points lie in its result; the result of an older one is the list of points itself. */
const resultOf = (older: OlderKind | undefined, part: number, ordered: readonly string[]) =>
  older === undefined ? pointsOf(part, ordered) : listOfPoints(part);

/** One query: by likeness, by a field's order, by fusion of others. `older`: one of a route of its own. */
export const judgeQuery =
  (older?: OlderKind): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const collection = await pathCollection(call);
    const { parts, ordered } = await queryParts(call, document.bytes, document.root, collection, { older });
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(resultOf(older, 0, ordered)), needed: false } },
      collection,
    );
  };

/** Several queries of one kind, decided one by one: one refusal refuses all. */
export const judgeQueryBatch =
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
      shapes.push(resultOf(older, parts.length, query.ordered));
      parts.push(...query.parts);
    }
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(eachOf(shapes)), needed: false } },
      collection,
    );
  };

/** The best points of each value of a field, perhaps with a point of another collection for each. */
export const judgeQueryGroups =
  (older?: OlderKind): QdrantJudge =>
  async (call) => {
    const document = readBody(call.request);
    const collection = await pathCollection(call);
    const { parts, group, lookup, ordered } = await queryParts(
      call,
      document.bytes,
      document.root,
      collection,
      {
        grouped: true,
        older,
      },
    );
    return judgedParts(
      call,
      { parts, document, shape: { by: shapeResult(groupsOf(group!, 0, lookup, ordered)), needed: false } },
      collection,
    );
  };
