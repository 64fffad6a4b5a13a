import { Refusal } from '../../pipeline/refusal.ts';
import { askCollection } from './ask-collection.ts';
import type { ChromaCall } from './chroma-operation.ts';
import { type BoundCollection, CollectionCache } from './collection-cache.ts';
import { unreadable } from './unreadable.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for the one spelling of a collection id that is accepted; Chroma reads several (no hyphens, braces, urn). */
export const isCollectionId = (text: string): boolean => uuid.test(text);

export const noSuchCollection = (): Refusal =>
  new Refusal(
    'not-found',
    'collection-unknown',
    'there is no such collection in this tenant and database.',
    'Get the collection again by its name; it may have been deleted, or belong elsewhere.',
  );

/**
 * The collection that a request's path names by id, bound to the tenant and database of the same path. Throws
 * `Refusal` when the id belongs elsewhere or nowhere, before anything of the request is forwarded.
 */
export async function resolveCollection({ params, context }: ChromaCall): Promise<BoundCollection> {
  const {
    tenant,
    database,
    collection: id,
  } = params as { tenant: string; database: string; collection: string };
  if (!isCollectionId(id)) {
    throw unreadable(
      'collection-id',
      'it does not name its collection by an id in small letters with hyphens.',
    );
  }
  const cache = CollectionCache.of(context);
  const now = Date.now();
  const known = cache.get(tenant, database, id, now);
  if (known !== undefined) return known;
  const { epoch } = cache;
  const collection = await askCollection(context, tenant, database, { id });
  if (collection === undefined) throw noSuchCollection();
  cache.set(collection, now, epoch);
  return collection;
}
