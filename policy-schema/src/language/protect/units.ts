import type { CompiledRule, ResourceSelector } from '../../compile/compiled-rule.ts';
import { compileGlob } from '../../compile/glob.ts';
import type { Catalogue, CatalogueField } from '../catalogue.ts';
import { collectionsLike } from '../lint/collections-by-name.ts';
import { placeCovers } from '../lint/covers.ts';

/** Collections that a permit is about and that are looked at together: one pattern of its own, or one that is there. */
export interface Unit {
  readonly where: ResourceSelector;
  /** Undefined where nobody knows. */
  readonly fields: readonly CatalogueField[] | undefined;
}

/** Collections of the catalogue that are looked at for one permit. */
const most = 200;
const everything = [compileGlob('*')];

/** What a permit lets be read, piece by piece. */
export function unitsOf({ resources }: CompiledRule, catalogue: Catalogue | undefined): readonly Unit[] {
  const { connections, collections = everything, tenants, databases, namespaces, except } = resources ?? {};
  const at = (
    names: readonly string[] | undefined,
    glob: (typeof collections)[number],
  ): ResourceSelector => ({
    ...{ connections: names, collections: [glob], tenants, databases, namespaces },
    except: undefined,
  });
  const asked = (catalogue?.connections ?? []).filter(({ name }) => connections?.includes(name) ?? true);
  const units: Unit[] = [];
  for (const glob of collections) {
    let isKnown = asked.length > 0 && asked.length >= (connections?.length ?? 0);
    for (const connection of asked) {
      isKnown &&= connection.collections !== undefined && connection.partial !== true;
      for (const { name, fields, sampled } of collectionsLike(connection, glob)) {
        const where = at([connection.name], compileGlob(name));
        if (except !== undefined && placeCovers(except, where)) continue;
        if (fields === undefined || sampled === 0 || units.length >= most) isKnown = false;
        else units.push({ where, fields });
      }
    }
    // Of what is not all known the pattern stands for the rest.
    if (!isKnown) units.push({ where: at(connections, glob), fields: undefined });
  }
  return units;
}
