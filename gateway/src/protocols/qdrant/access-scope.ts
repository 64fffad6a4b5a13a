import { changingClasses, type Operation } from '@vectorgate/policy-schema';

/** Access of a token to one collection: to read, or to read and write its points and indexes. */
export type CollectionAccess = 'r' | 'rw';
/** Access of a token: to everything (`m`: to manage it), or to some collections. */
type Access = 'r' | 'm' | readonly { readonly collection: string; readonly access: CollectionAccess }[];

/** As `HttpRequest.scope` says it: claims of Qdrant's own access tokens. */
const said = (access: Access): string => JSON.stringify({ access });

/** Reading everywhere: for the gate's own questions about names and versions. */
export const readingEverything = said('r');
export const readingCollection = (collection: string): string => said([{ collection, access: 'r' }]);
/** For connections that are only watched, where nothing may be refused that the store would have done. */
export const managingEverything = said('m');

/** Changes of a collection's indexes need no more than writing its points does. */
const indexing: ReadonlySet<string> = new Set(['create_field_index', 'delete_field_index']);
const managing: ReadonlySet<string> = new Set(['schema', 'backup', 'admin']);

/** The least access with which Qdrant does what these operations ask for (its docs, Security, Granular access). */
export function scopeOf(operations: readonly Operation[]): string {
  const collections = new Map<string, CollectionAccess>();
  let everything = false;
  for (const { name, classes, targets } of operations) {
    if (!indexing.has(name) && classes.some((one) => managing.has(one))) return managingEverything;
    const access = classes.some((one) => changingClasses.has(one)) ? 'rw' : 'r';
    for (const { collection } of targets) {
      if (collection.is !== 'one') {
        if (access === 'rw') return managingEverything;
        everything = true;
      } else if (collections.get(collection.name) !== 'rw') collections.set(collection.name, access);
    }
  }
  if (!everything) return said([...collections].map(([collection, access]) => ({ collection, access })));
  return [...collections.values()].includes('rw') ? managingEverything : readingEverything;
}
