import { every, lookedUp, none, one, type Target } from '@vectorgate/policy-schema';
import type { BoundCollection } from './collection-cache.ts';

/** The store as a whole: its heartbeat, its version. */
export const wholeStore: Target = { tenant: none, database: none, namespace: none, collection: none };

export const tenantTarget = (tenant: string): Target => ({ ...wholeStore, tenant: one(tenant) });

export const databaseTarget = (tenant: string, database: string): Target => ({
  ...tenantTarget(tenant),
  database: one(database),
});

/** Every collection of a database: listing it, dropping it. */
export const everyCollection = (tenant: string, database: string): Target => ({
  ...databaseTarget(tenant, database),
  collection: every,
});

export const collectionTarget = ({ tenant, database, name }: Omit<BoundCollection, 'id'>): Target => ({
  ...databaseTarget(tenant, database),
  collection: one(name),
});

/** Made once for each answer of the store: records write it down again and again. */
const resolved = new WeakMap<BoundCollection, Target>();

/** A collection that the caller named by an id only. */
export function resolvedTarget(collection: BoundCollection): Target {
  let target = resolved.get(collection);
  if (target === undefined) {
    const { tenant, database, name } = collection;
    target = { ...databaseTarget(tenant, database), collection: lookedUp(name) };
    resolved.set(collection, target);
  }
  return target;
}
