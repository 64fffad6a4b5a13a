import { isMap, isScalar } from 'yaml';
import type { Shape } from '../../compile/shape.ts';
import type { Candidate, Completion } from '../../language/complete/completion.ts';
import { keyCandidates } from '../../language/complete/key-candidates.ts';
import { snippetText } from '../../language/complete/snippet-text.ts';
import { wordCandidates } from '../../language/complete/word-candidates.ts';
import { type CursorPlace, cursorPlace } from '../../language/document/cursor-place.ts';
import { plainText } from '../../language/document/plain-text.ts';
import { shapesAt } from '../../language/document/shapes-at.ts';
import type { TestSurroundings } from '../check/check-tests.ts';
import { type ReadTests, testShape } from '../read-tests.ts';
import { testTemplate } from './test-template.ts';

/** What may be written at an offset of a file of tests, best first. */
export function completeTests(
  read: ReadTests,
  offset: number,
  surroundings: TestSurroundings,
): readonly Completion[] {
  const { text } = read.file;
  const from = text.slice(0, offset).search(/^---(?![\s\S]*^---)/m);
  const skipped = from === -1 ? 0 : from;
  const place = cursorPlace(text, offset, { text: text.slice(skipped), skipped });
  if (place === undefined) return [];
  const found = new Map<string, Completion>();
  for (const candidate of candidatesAt(read, place, surroundings)) {
    if (place.entries.includes(candidate.label) || found.has(candidate.label)) continue;
    const { insert = candidate.label, isSnippet = false, rank = 0, ...rest } = candidate;
    const dashed = place.needsDash ? `- ${insert}` : insert;
    found.set(candidate.label, {
      ...rest,
      insert: dashed,
      isSnippet,
      rank,
      start: place.start,
      end: place.end,
    });
  }
  return [...found.values()].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
}

function candidatesAt(read: ReadTests, place: CursorPlace, surroundings: TestSurroundings): Candidate[] {
  const { path, role, keys, entries, hasColon } = place;
  const shapes = shapesAt(path, undefined, testShape);
  const found: Candidate[] = [];
  if (role !== 'value') {
    if (path.length === 0 && keys.length === 0) found.push(testTemplate(surroundings));
    const maps = shapes.filter(({ properties }) => properties !== undefined);
    found.push(...keyCandidates(maps, keys, hasColon), ...openKeys(read, place));
  }
  if (role === 'key') return found;
  const lists = shapes.filter(({ items }) => items !== undefined);
  const words = wordCandidates(shapes, entries);
  const inLists = lists.flatMap(({ items }) => wordCandidates([items as Shape], entries));
  // An entry where a list is wanted: the brackets come with it.
  const isEntry = typeof path.at(-1) === 'number';
  const bracket = (one: Candidate): Candidate =>
    isEntry || lists.length === 0
      ? one
      : { ...one, insert: role === 'slot' ? `- ${one.label}` : `[${one.label}]` };
  return [...found, ...words, ...[...inLists, ...namesAt(read, path, surroundings)].map(bracket)];
}

/** The names that a document gives to its identities or operations, as far as it is written. */
function namesIn({ sources }: ReadTests, list: 'identities' | 'operations'): string[] {
  return sources.flatMap((source) => {
    const node = source.nodeAt(['spec', list]);
    return isMap(node) ? node.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : [])) : [];
  });
}

const named = (labels: readonly string[], detail: string): Candidate[] =>
  [...new Set(labels)].map((label, i) => ({ label, kind: 'name', detail, rank: i }));

/** Keys that are names: rows and columns of the matrix. */
function openKeys(read: ReadTests, { path, keys, hasColon }: CursorPlace): Candidate[] {
  if (path[0] !== 'spec' || path[1] !== 'matrix' || path.length > 3) return [];
  const row = path.length === 2;
  const names = namesIn(read, row ? 'identities' : 'operations').filter((name) => !keys.includes(name));
  return named(names, row ? 'an identity' : 'an operation').map((one) =>
    hasColon
      ? one
      : {
          ...one,
          insert: `${snippetText(plainText(one.label))}: ${row ? '{ $1 }' : '$1'}`,
          isSnippet: true,
        },
  );
}

/** Names that exist: identities, operations, rules, connections, issuers. */
function namesAt(
  read: ReadTests,
  path: CursorPlace['path'],
  { environment, places }: TestSurroundings,
): Candidate[] {
  const keys = path.filter((step) => typeof step === 'string');
  const key = keys.at(-1);
  if (keys[1] === 'tests' && key === 'identities') return named(namesIn(read, 'identities'), 'an identity');
  if (keys[1] === 'tests' && key === 'operations') return named(namesIn(read, 'operations'), 'an operation');
  if (key === 'rules' && keys.includes('expect'))
    return (places ?? []).map(({ compiled: { reference, effect } }) => ({
      label: reference.rule,
      kind: 'name',
      detail: `${effect}, ${reference.policy}`,
    }));
  if (key === 'connection')
    return named(environment?.connections.map(({ name }) => name) ?? [], 'a connection');
  if (key === 'issuer') return named(environment?.issuers.map(({ name }) => name) ?? [], 'an issuer');
  if (key === 'groups' && keys[1] === 'identities') return named(groupsOf(places), 'a group that rules name');
  return [];
}

const groupsOf = (places: TestSurroundings['places']): string[] =>
  (places ?? []).flatMap(({ compiled: { principals } }) =>
    [principals, principals?.except].flatMap((who) => who?.groups.map(({ name }) => name) ?? []),
  );
