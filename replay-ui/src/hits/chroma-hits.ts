import { isObject, listOf, objectOf } from '../records/is-object.ts';
import type { Hit, HitGroup, Hits } from './hit.ts';
import { vectorOf } from './vector-of.ts';

type Columns = Readonly<Record<string, unknown>>;

const columns = ['documents', 'metadatas', 'distances', 'embeddings'] as const;

/** The answer's columns, each one list of one query. */
function group(ids: readonly unknown[], of: Columns, query: readonly number[] | undefined): HitGroup {
  const [documents, metadatas, distances, embeddings] = columns.map((name) => listOf(of[name]));
  const hits = ids.map((id, at): Hit => {
    const distance = distances![at];
    const document = documents![at];
    const vector = vectorOf(embeddings![at]);
    return {
      id: String(id),
      ...(typeof distance === 'number' && { distance }),
      ...(typeof document === 'string' && { document }),
      fields: objectOf(metadatas![at]),
      ...(vector !== undefined && { vector }),
    };
  });
  return { hits, ...(query !== undefined && { query }) };
}

/** Hits of Chroma's `query` and `get`. */
export function chromaHits(request: unknown, response: unknown): Hits | undefined {
  if (!isObject(response) || !Array.isArray(response.ids)) return undefined;
  const { ids } = response;
  if (!ids.some(Array.isArray)) return { measure: 'distance', groups: [group(ids, response, undefined)] };
  const vectors = listOf(objectOf(request).query_embeddings);
  return {
    measure: 'distance',
    groups: ids.map((one, at) => {
      const of = Object.fromEntries(columns.map((name) => [name, listOf(response[name])[at]]));
      return group(listOf(one), of, vectorOf(vectors[at]));
    }),
  };
}
