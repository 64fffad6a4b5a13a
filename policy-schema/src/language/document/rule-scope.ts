import { isMap, isSeq, type Node } from 'yaml';
import { compileGlob, matchesGlob } from '../../compile/glob.ts';
import type { Catalogue, CatalogueCollection, CatalogueConnection } from '../catalogue.ts';
import { textsOf } from './texts-of.ts';

/** The texts of a list in a rule, whatever else is wrong with it. */
export function textsAt(rule: Node | undefined, path: readonly string[]): readonly string[] {
  const list = isMap(rule) ? rule.getIn(path, true) : undefined;
  return isSeq(list) ? textsOf(list) : [];
}

/** The connections of a catalogue that a rule is about: all, where it names none. */
export function connectionsOf(rule: Node | undefined, catalogue: Catalogue): readonly CatalogueConnection[] {
  const named = textsAt(rule, ['resources', 'connections']);
  const own = catalogue.connections.filter(({ name }) => named.includes(name));
  return own.length > 0 ? own : catalogue.connections;
}

/** The collections of a catalogue that a rule is about, as far as they are known. */
export function collectionsOf(rule: Node | undefined, catalogue: Catalogue): readonly CatalogueCollection[] {
  const globs = textsAt(rule, ['resources', 'collections']).map(compileGlob);
  const all = connectionsOf(rule, catalogue).flatMap(({ collections }) => collections ?? []);
  const own = all.filter(({ name }) => globs.some((glob) => matchesGlob(glob, name)));
  return own.length > 0 ? own : all;
}
