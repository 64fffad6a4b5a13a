import { compileGlob, matchesGlob } from '../../compile/glob.ts';
import type { WantedFields } from '../../language/wanted-fields.ts';
import type { CatalogDocument } from '../../schema/catalog-schema.ts';

/**
 * Whether a connection is known to have a collection of that name or pattern. Of anything else no fields are asked for: it is
 * a name that somebody is still typing, and every question is recorded.
 */
export function isKnownPlace({ spec }: CatalogDocument, { connection, collections }: WantedFields): boolean {
  const glob = compileGlob(collections);
  return (spec.connections ?? []).some(
    (one) => one.name === connection && (one.collections ?? []).some(({ name }) => matchesGlob(glob, name)),
  );
}
