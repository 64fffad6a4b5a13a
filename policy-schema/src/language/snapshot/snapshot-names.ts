import { isMap, isScalar } from 'yaml';
import type { Analysis } from '../analyse.ts';
import type { Candidate } from '../complete/completion.ts';
import { snippetText } from '../complete/snippet-text.ts';
import type { CursorPlace } from '../document/cursor-place.ts';
import { plainText } from '../document/plain-text.ts';
import { type Entry, entriesIn, specOf, textIn, textsIn } from './snapshot-nodes.ts';

const stores: Readonly<Record<string, string>> = { chroma: 'Chroma', qdrant: 'Qdrant' };

const add = (
  found: Map<string, Candidate>,
  names: Iterable<string | undefined>,
  detail: string,
  rank: number,
): void => {
  for (const label of names)
    if (label !== undefined && !found.has(label))
      found.set(label, { label, kind: 'name', insert: plainText(label), detail, rank });
};

/** Names that rules use, the configuration knows, or other parts of the snapshot say. */
export function snapshotNames(analysis: Analysis, place: CursorPlace, as: 'key' | 'value'): Candidate[] {
  const { snapshot, compilation, surroundings } = analysis;
  const spec = snapshot && specOf(snapshot)?.spec;
  const keys = place.path.filter((step) => typeof step === 'string');
  const key = keys.at(-1);
  const around = keys.at(-2);
  const connections = entriesIn(spec, 'connections');
  const collections = connections.flatMap((one) => entriesIn(one, 'collections'));
  const issuers = entriesIn(spec, 'issuers');
  const named = (list: readonly Entry[], of = 'name') => list.map((one) => textIn(one, of));
  const rules = compilation.places.map(({ compiled }) => compiled);
  const { catalogue } = surroundings;
  const found = new Map<string, Candidate>();
  if (as === 'key') {
    if (key === 'fields') {
      for (const { masks, filter } of rules) {
        const paths = masks.flatMap(({ fields }) => ('paths' in fields ? fields.paths : []));
        add(found, [...(filter ?? []).map(({ field }) => field), ...paths].filter(isOwn), 'in rules', 1);
      }
      add(found, collections.flatMap(fieldsOf), 'in other collections', 2);
    }
    if (key === 'claims')
      add(found, catalogue?.issuers.flatMap(({ claims }) => Object.keys(claims)) ?? [], 'configured', 1);
    return [...found.values()]
      .filter(({ label }) => !place.keys.includes(label))
      .map((one) =>
        place.hasColon
          ? one
          : { ...one, insert: `${snippetText(one.insert ?? one.label)}: \${1:string}`, isSnippet: true },
      );
  }
  switch (key) {
    case 'store':
      for (const [name, detail] of Object.entries(stores)) add(found, [name], detail, 0);
      add(found, named(connections, 'store'), 'in this catalogue', 1);
      break;
    case 'people':
      add(found, named(issuers), 'an issuer of this catalogue', 0);
      add(found, catalogue?.issuers.map(({ name }) => name) ?? [], 'configured', 1);
      break;
    case 'sameDatabaseAs':
      add(found, named(connections), 'of this catalogue', 0);
      break;
    case 'metric':
      add(found, named(collections, 'metric'), 'in other collections', 0);
      break;
    case 'tenant':
    case 'database':
      add(
        found,
        connections.flatMap((one) => textsIn(one, `${key}s`) ?? []),
        'of a connection',
        0,
      );
      break;
    case 'groups':
      for (const { principals } of rules)
        for (const who of [principals, principals?.except])
          add(found, who?.groups.map(({ name }) => name) ?? [], 'in rules', 0);
      break;
    case 'name': {
      const known =
        around === 'issuers' ? named(issuers) : around === 'connections' ? named(connections) : [];
      const configured = around === 'issuers' ? catalogue?.issuers : catalogue?.connections;
      if (around === 'issuers' || around === 'connections')
        add(found, configured?.map(({ name }) => name) ?? [], 'configured', 0);
      for (const { resources } of rules) {
        if (around === 'connections') add(found, resources?.connections ?? [], 'in rules', 1);
        if (around === 'collections')
          add(
            found,
            resources?.collections?.flatMap(({ parts, text }) => (parts.length === 1 ? [text] : [])) ?? [],
            'in rules',
            1,
          );
      }
      for (const name of known) if (name !== undefined && name !== place.typed) found.delete(name);
    }
  }
  return [...found.values()];
}

const isOwn = (path: string): boolean => !path.startsWith('$');

function fieldsOf(collection: Entry): string[] {
  const fields = collection.get('fields', true);
  return isMap(fields) ? fields.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
}
