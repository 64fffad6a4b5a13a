import type { Shape } from '../../compile/shape.ts';
import type { Analysis } from '../analyse.ts';
import type { Candidate } from '../complete/completion.ts';
import { keyCandidates } from '../complete/key-candidates.ts';
import { wordCandidates } from '../complete/word-candidates.ts';
import type { CursorPlace } from '../document/cursor-place.ts';
import { shapesAt } from '../document/shapes-at.ts';
import { snapshotNames } from './snapshot-names.ts';
import { snapshotTemplate } from './snapshot-template.ts';

const entries: Readonly<Record<string, Candidate>> = {
  connections: {
    label: 'connection',
    kind: 'rule',
    rank: -1,
    detail: 'a connection and its collections',
    insert: `name: \${1:connection}
  store: \${2:chroma}
  collections:
    - name: \${3:collection}`,
    isSnippet: true,
  },
  collections: {
    label: 'collection',
    kind: 'rule',
    rank: -1,
    detail: 'a collection and its fields',
    insert: `name: \${1:collection}
  fields:
    \${2:email}: \${3:string}`,
    isSnippet: true,
  },
  issuers: {
    label: 'issuer',
    kind: 'rule',
    rank: -1,
    detail: 'an issuer and its groups',
    insert: `name: \${1:people}
  groups: [\${2:group}]`,
    isSnippet: true,
  },
};

/** What may be written at a place of a snapshot. */
export function snapshotCandidates(analysis: Analysis, place: CursorPlace): Candidate[] {
  const { path, role, keys, hasColon } = place;
  const shapes = shapesAt(path, undefined, analysis.snapshot?.shape);
  const found: Candidate[] = [];
  if (role !== 'value') {
    if (path.length === 0 && keys.length === 0) found.push(snapshotTemplate(analysis.surroundings));
    const whole = entries[String(path.at(typeof path.at(-1) === 'number' ? -2 : -1))];
    const isEntry = typeof path.at(-1) === 'number';
    if (whole !== undefined && keys.length === 0 && role === 'slot')
      found.push(isEntry ? whole : { ...whole, insert: `- ${whole.insert ?? ''}` });
    const maps = shapes.filter(({ properties }) => properties !== undefined);
    if (!place.needsDash || isEntry) found.push(...keyCandidates(maps, keys, hasColon));
    found.push(...snapshotNames(analysis, place, 'key'));
  }
  if (role === 'key') return found;
  const lists = shapes.filter(({ items }) => items !== undefined);
  // An entry where a list is wanted: the brackets come with it.
  const bracket = (one: Candidate): Candidate =>
    lists.length === 0 || typeof path.at(-1) === 'number'
      ? one
      : { ...one, insert: role === 'slot' ? `- ${one.insert ?? one.label}` : `[${one.insert ?? one.label}]` };
  const inLists = lists.flatMap(({ items }) => wordCandidates([items as Shape], place.entries));
  return [
    ...found,
    ...wordCandidates(shapes, place.entries),
    ...inLists.map(bracket),
    ...snapshotNames(analysis, place, 'value').map(bracket),
    ...(typeof path.at(-2) === 'string' && path.at(-2) === 'fields' ? [metField] : []),
  ];
}

const metField: Candidate = {
  label: 'several types',
  kind: 'rule',
  rank: 50,
  detail: 'types, and in how many records',
  insert: `{ types: [\${1:string}], records: \${2:1} }`,
  isSnippet: true,
};
