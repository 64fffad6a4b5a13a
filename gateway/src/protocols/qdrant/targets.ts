import { every, none, one, type Target } from '@vectorgate/policy-schema';

/** The store as a whole. Qdrant has neither tenants nor databases. */
export const wholeStore: Target = { tenant: none, database: none, namespace: none, collection: none };

/** Every collection that there is: listing them, a snapshot of the whole store. */
export const everyCollection: Target = { ...wholeStore, collection: every };

export const collectionTarget = (name: string): Target => ({ ...wholeStore, collection: one(name) });
