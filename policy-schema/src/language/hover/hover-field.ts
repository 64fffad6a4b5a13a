import { isMap, type Node } from 'yaml';
import { compileGlob, matchesGlob } from '../../compile/glob.ts';
import type { Path } from '../../compile/policy-source.ts';
import { matchesFieldPath } from '../../decide/field-path.ts';
import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import type { MaskEntry } from '../../schema/mask-schema.ts';
import type { Analysis } from '../analyse.ts';
import type { CatalogueCollection, CatalogueField } from '../catalogue.ts';
import { collectionsOf, connectionsOf, textsAt } from '../document/rule-scope.ts';
import { shareText, typeText } from '../meaning/field-facts.ts';
import { namesOf } from '../meaning/selector-meaning.ts';
import { spokenShort } from '../meaning/spoken.ts';
import { maskedExample } from './masked-example.ts';

/** What a field is, how the mask leaves it where it stands in one, and who sees it whole. */
export function hoverField(
  analysis: Analysis,
  rule: Node | undefined,
  path: Path,
  name: string,
): string | undefined {
  const catalogue = analysis.surroundings.catalogue ?? { connections: [], issuers: [] };
  const found = collectionsOf(rule, catalogue).flatMap((collection) =>
    (collection.fields ?? []).filter((field) => field.path === name).map((field) => ({ collection, field })),
  );
  if (found.length === 0) return undefined;
  const what = `Field ${codeSpan(name)}: ${spokenShort(found.map(facts))}.`;
  return [what, exampleAt(rule, path, name, found[0]!.field), seenWhole(analysis, rule, name)]
    .filter((line) => line !== undefined)
    .join('\n\n');
}

const facts = ({
  collection,
  field,
}: {
  readonly collection: CatalogueCollection;
  readonly field: CatalogueField;
}): string => {
  const share = shareText(collection, field);
  return `${typeText(field)} in ${share === undefined ? '' : `${share} of `}${codeSpan(collection.name)}`;
};

/** How the mask that the cursor stands in leaves a made-up value. */
function exampleAt(
  rule: Node | undefined,
  path: Path,
  name: string,
  field: CatalogueField,
): string | undefined {
  const at = path.indexOf('mask');
  const entry =
    at === -1 || path.includes('except') || !isMap(rule) ? undefined : rule.getIn(path.slice(at, at + 2));
  if (!isMap(entry) || entry.has('detectors')) return undefined;
  const { method, keepFirst, keepLast } = entry.toJSON() as Partial<MaskEntry>;
  if (method === undefined) return undefined;
  const example = maskedExample(name, field.types === undefined ? field.type : undefined, {
    method,
    ...(typeof keepFirst === 'number' && { keepFirst }),
    ...(typeof keepLast === 'number' && { keepLast }),
  });
  return example && `For example (made up): ${codeSpan(example.from)} becomes ${codeSpan(example.to)}.`;
}

/** The guards of all files that hide a field in the collections of a rule, with whom they leave alone. */
function seenWhole(analysis: Analysis, rule: Node | undefined, name: string): string | undefined {
  const { files, catalogue } = analysis.surroundings;
  // Other files may hide it: without them nothing can be said of who sees it.
  if (files === undefined || catalogue === undefined) return undefined;
  const connections = connectionsOf(rule, catalogue).map((one) => one.name);
  const named = textsAt(rule, ['resources', 'collections']);
  const collections = collectionsOf(rule, catalogue).map((one) => one.name);
  const mayConcern = ({
    resources,
  }: {
    resources?: { connections?: string[]; collections?: string[] };
  }): boolean =>
    (resources?.connections?.some((one) => connections.includes(one)) ?? true) &&
    (resources?.collections === undefined ||
      resources.collections.some((text) => {
        const glob = compileGlob(text);
        return named.includes(text) || collections.some((one) => matchesGlob(glob, one));
      }));
  const hiding = analysis.compilation.places.flatMap(({ rule: one, compiled }) => {
    if (one.effect !== 'guard' || compiled.monitored || !mayConcern(one)) return [];
    const masks = (one.mask ?? []).filter((entry) => entry.detectors === undefined && covers(entry, name));
    return masks.length === 0 ? [] : [`${codeSpan(one.id)} hides it from ${plain(namesOf(one.principals))}`];
  });
  if (hiding.length === 0) return 'No guard hides it: whoever may read the collection sees it whole.';
  return `Guard ${spokenShort(hiding)}.`;
}

const covers = ({ fields, except }: MaskEntry, path: string): boolean =>
  matchesFieldPath(fields === 'all' ? { all: true, except: except ?? [] } : { paths: fields }, path);
