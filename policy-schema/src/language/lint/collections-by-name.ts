import { type Glob, matchesGlob } from '../../compile/glob.ts';
import type { CatalogueCollection, CatalogueConnection } from '../catalogue.ts';

/** By name, made once for each version of a connection: there may be many thousands, and many rules name one of them. */
const known = new WeakMap<CatalogueConnection, ReadonlyMap<string, readonly CatalogueCollection[]>>();

function byName(connection: CatalogueConnection): ReadonlyMap<string, readonly CatalogueCollection[]> {
  let map = known.get(connection);
  if (map === undefined) {
    map = Map.groupBy(connection.collections ?? [], ({ name }) => name);
    known.set(connection, map);
  }
  return map;
}

/** The collections of a connection that a pattern matches, each tenant's own. */
export function* collectionsLike(connection: CatalogueConnection, glob: Glob): Iterable<CatalogueCollection> {
  if (glob.parts.length === 1) yield* byName(connection).get(glob.text) ?? [];
  else for (const one of connection.collections ?? []) if (matchesGlob(glob, one.name)) yield one;
}
