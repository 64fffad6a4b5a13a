import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { didYouMean } from '../../compile/did-you-mean.ts';
import { compileGlob } from '../../compile/glob.ts';
import { inType } from '../../compile/in-type.ts';
import { remedyParts } from '../../compile/remedy.ts';
import type { Catalogue, CatalogueField } from '../catalogue.ts';
import { collectionsLike } from './collections-by-name.ts';
import type { Finding, Lint } from './lint.ts';
import { keySpan, spanOf } from './spans.ts';

interface KnownFields {
  readonly fields: readonly CatalogueField[];
  /** How many records were looked at for them; 0: they are all that there are. */
  readonly sampled: number;
}

/** The fields of all collections that a rule is about; undefined when one of them does not tell. */
function knownFields({ rule }: CompiledPlace, catalogue: Catalogue): KnownFields | undefined {
  const { connections, collections } = rule.resources ?? {};
  const globs = collections?.map(compileGlob);
  const fields: CatalogueField[] = [];
  let some = false;
  let sampled = 0;
  for (const connection of catalogue.connections) {
    if (connections !== undefined && !connections.includes(connection.name)) continue;
    if (connection.collections === undefined || connection.partial) return undefined;
    const own =
      globs === undefined
        ? connection.collections
        : new Set(globs.flatMap((glob) => [...collectionsLike(connection, glob)]));
    for (const collection of own) {
      // Nothing is known of the fields of what is empty.
      if (collection.fields === undefined || collection.sampled === 0) return undefined;
      sampled += collection.sampled ?? 0;
      some = true;
      fields.push(...collection.fields);
    }
  }
  return some ? { fields, sampled } : undefined;
}

/** Whether a path is that of a field, of one below it or of one that it lies in. */
export const isThere = (fields: readonly CatalogueField[], path: string): boolean =>
  path.startsWith('$') ||
  fields.some(
    (one) =>
      one.path === path ||
      one.path.startsWith(`${path}.`) ||
      (path.startsWith(`${one.path}.`) && (one.type === undefined || one.type === 'map')),
  );

const typeOfLiteral = (value: unknown): string => (Array.isArray(value) ? typeof value[0] : typeof value);

/** Fields of masks and filters that no collection of the rule has, and filters that compare with another type. */
export const fields: Lint = {
  *find({ places, surroundings: { catalogue } }): Iterable<Finding> {
    if (catalogue === undefined || catalogue.unchecked) return;
    for (const place of places) {
      const found = knownFields(place, catalogue);
      if (found === undefined) continue;
      const { fields: known, sampled } = found;
      const unknown = (path: string, span: { start: number; end: number }): Finding => {
        const meant = didYouMean(
          path,
          [...new Set(known.map((one) => one.path))],
          'Correct it, or keep it for records to come.',
        );
        return {
          ...span,
          code: 'unknown-field',
          message:
            sampled === 0
              ? `No collection of this rule has a field ${path}.`
              : `None of ${sampled} records that were looked at in the collections of this rule has a field ${path}.`,
          ...remedyParts(meant),
        };
      };
      const { rule } = place;
      for (const [i, entry] of ('mask' in rule ? (rule.mask ?? []) : []).entries()) {
        for (const key of ['fields', 'except'] as const) {
          const list = entry[key];
          if (list === undefined || list === 'all') continue;
          for (const [j, path] of list.entries())
            if (!isThere(known, path)) yield unknown(path, spanOf(place, ['mask', i, key, j]));
        }
      }
      const filter = 'require' in rule ? (rule.require?.filter ?? {}) : {};
      for (const [path, is] of Object.entries(filter)) {
        if (!isThere(known, path)) {
          yield unknown(path, keySpan(place, ['require', 'filter', path]));
          continue;
        }
        const types = new Set(known.filter((one) => one.path === path).map(({ type }) => type));
        const [type] = types;
        if (types.size !== 1 || (type !== 'string' && type !== 'number' && type !== 'boolean')) continue;
        const isClaim = typeof is === 'object' && !Array.isArray(is);
        if (isClaim || typeOfLiteral(is) === type) continue;
        const meant = inType(is, type);
        yield {
          ...spanOf(place, ['require', 'filter', path]),
          code: 'filter-type',
          message: `The field ${path} holds values of type ${type}; this compares it with another type, so nothing is found.`,
          remedy: `Write a value of type ${type}.`,
          ...(meant !== undefined && { replacement: meant }),
        };
      }
    }
  },
};
