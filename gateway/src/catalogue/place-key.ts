import { none, one, type Target } from '@vectorgate/policy-schema';
import type { StoredPlace } from '../pipeline/store-contents.ts';

/** A place as one text: no two places have the same, and it sorts by tenant, database and collection. */
export const placeKey = ({ tenant = '', database = '', collection }: StoredPlace): string =>
  JSON.stringify([tenant, database, collection]);

/** The place that such a text stands for, without what it lacks; undefined for any other text. */
export function readPlaceKey(text: string): readonly [string, string, string] | undefined {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === 'string')
      ? (parts as [string, string, string])
      : undefined;
  } catch {
    return undefined;
  }
}

/** A place as policies decide about it. */
export const targetOf = ({ tenant, database, collection }: StoredPlace): Target => ({
  tenant: tenant === undefined ? none : one(tenant),
  database: database === undefined ? none : one(database),
  namespace: none,
  collection: one(collection),
});
