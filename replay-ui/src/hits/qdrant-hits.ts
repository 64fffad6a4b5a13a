import { isObject, type JsonObject, listOf, objectOf, objectsOf } from '../records/is-object.ts';
import { ExactNumber } from '../records/read-part.ts';
import type { Hit, HitGroup, Hits } from './hit.ts';
import { vectorOf } from './vector-of.ts';

function hit(point: JsonObject): Hit {
  const { id, score, payload, vector } = point;
  const numbers = vectorOf(vector);
  return {
    id: id instanceof ExactNumber ? id.text : String(id),
    ...(typeof score === 'number' && { distance: score }),
    fields: objectOf(payload),
    ...(numbers !== undefined && { vector: numbers }),
  };
}

const isPoint = (value: unknown): value is JsonObject => isObject(value) && 'id' in value;

const group = (points: readonly unknown[], query: readonly number[] | undefined): HitGroup => ({
  hits: points.filter(isPoint).map(hit),
  ...(query !== undefined && { query }),
});

/** The query's vector, bare or as `nearest`. */
const queryIn = (request: unknown): readonly number[] | undefined => {
  const { query, vector } = objectOf(request);
  return vectorOf(query) ?? vectorOf(objectOf(query).nearest) ?? vectorOf(vector);
};

/** Hits of Qdrant's searches, batches of them, groups, scrolls and retrievals. */
export function qdrantHits(request: unknown, response: unknown): Hits | undefined {
  const result = objectOf(response).result;
  const groups = objectsOf(objectOf(result).groups);
  if (groups.length > 0)
    return {
      measure: 'score',
      groups: groups.map(({ hits }) => group(listOf(hits), queryIn(request))),
    };
  const points = isObject(result) ? result.points : result;
  if (!Array.isArray(points)) return undefined;
  // A batch has a list, or a `points`, for each of its searches.
  const batch =
    points.length > 0 &&
    points.every((one) => Array.isArray(one) || (isObject(one) && Array.isArray(one.points)));
  if (!batch)
    return points.every(isPoint)
      ? { measure: 'score', groups: [group(points, queryIn(request))] }
      : undefined;
  const searches = listOf(objectOf(request).searches);
  return {
    measure: 'score',
    groups: points.map((one, at) =>
      group(Array.isArray(one) ? one : listOf(objectOf(one).points), queryIn(searches[at])),
    ),
  };
}
