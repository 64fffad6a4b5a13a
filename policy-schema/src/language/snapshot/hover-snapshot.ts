import { isMap, isScalar, isSeq } from 'yaml';
import { compileGlob } from '../../compile/glob.ts';
import { matchesFieldPath } from '../../decide/field-path.ts';
import { codeSpan } from '../../markdown/code-span.ts';
import { plain } from '../../markdown/plain.ts';
import type { Analysis } from '../analyse.ts';
import { shapesAt } from '../document/shapes-at.ts';
import { describe } from '../hover/describe.ts';
import type { FoundNode } from '../hover/node-at.ts';
import { resourcesMeet } from '../lint/meets.ts';
import { namesOf } from '../meaning/selector-meaning.ts';
import { spokenShort } from '../meaning/spoken.ts';
import { textIn } from './snapshot-nodes.ts';

/** What a word of a snapshot means, and which rules are about what it names. */
export function hoverSnapshot(
  analysis: Analysis,
  { path, isKey, node, source }: FoundNode,
): string | undefined {
  const { snapshot, surroundings } = analysis;
  if (snapshot === undefined) return undefined;
  const at = path.slice(snapshot.base.length);
  const [list, index, inner, position, key] = at;
  const about = describe(
    shapesAt(path, undefined, snapshot.shape),
    isKey || !isScalar(node) ? undefined : String(node.value),
  );
  // Without the other files nothing can be said of what rules are about.
  if (list !== 'connections' || surroundings.files === undefined) return about;
  const connection = source.nodeAt([...snapshot.base, 'connections', Number(index)]);
  const name = textIn(connection, 'name');
  if (name === undefined) return about;
  if (inner === 'name') return joined(collectionsIn(connection), rulesAbout(analysis, name, undefined));
  if (inner !== 'collections' || !isMap(connection)) return about;
  const collection = textIn(connection.getIn(['collections', position]), 'name');
  if (collection === undefined) return about;
  if (key === 'name') return joined(rulesAbout(analysis, name, collection));
  if (key === 'fields' && at.length === 6 && isKey)
    return joined(
      `Field ${codeSpan(String(at[5]))} of ${codeSpan(collection)}.`,
      hiddenBy(analysis, name, collection, String(at[5])),
    );
  return about;
}

const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join('\n\n');

const collectionsIn = (connection: unknown): string | undefined => {
  const list = isMap(connection) ? connection.get('collections', true) : undefined;
  return isSeq(list) ? `${list.items.length} collections.` : undefined;
};

const placesAt = (
  { compilation }: Analysis,
  connection: string,
  collection: string | undefined,
): Analysis['compilation']['places'] => {
  const at = {
    connections: [connection],
    collections: collection === undefined ? undefined : [compileGlob(collection)],
    tenants: undefined,
    databases: undefined,
    namespaces: undefined,
    except: undefined,
  };
  return compilation.places.filter(({ compiled }) => resourcesMeet(compiled.resources, at));
};

function rulesAbout(analysis: Analysis, connection: string, collection: string | undefined): string {
  const names = placesAt(analysis, connection, collection).map(
    ({ compiled: { effect, reference } }) => `${codeSpan(reference.rule)} (${effect})`,
  );
  return names.length === 0 ? 'No rule is about it.' : `Rules about it: ${spokenShort(names)}.`;
}

function hiddenBy(analysis: Analysis, connection: string, collection: string, field: string): string {
  const hiding = placesAt(analysis, connection, collection).flatMap(({ rule, compiled }) =>
    !compiled.monitored && compiled.masks.some(({ fields }) => matchesFieldPath(fields, field))
      ? [`${codeSpan(rule.id)} hides it from ${plain(namesOf(rule.principals))}`]
      : [],
  );
  return hiding.length === 0
    ? 'No guard hides it: whoever may read the collection sees it whole.'
    : `Guard ${spokenShort(hiding)}.`;
}
