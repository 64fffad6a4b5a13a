import { every, none, one, type Target } from '@vectorgate/policy-schema';
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
