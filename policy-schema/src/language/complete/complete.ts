import { largestFile } from '../../compile/read-file.ts';
import type { Shape } from '../../compile/shape.ts';
import type { Analysis } from '../analyse.ts';
import { completeCondition } from '../cel/complete-condition.ts';
import { type CursorPlace, cursorPlace } from '../document/cursor-place.ts';
import { jsonWindow } from '../document/json-window.ts';
import { nextRuleAt } from '../document/rule-window.ts';
import { shapesAt } from '../document/shapes-at.ts';
import { snapshotCandidates } from '../snapshot/complete-snapshot.ts';
import { type Candidate, type Completion, inOtherRules } from './completion.ts';
import { documentTemplate } from './document-template.ts';
import { fieldCandidates } from './field-candidates.ts';
import { filterValues, mayBeTruth } from './filter-values.ts';
import { idCandidates } from './id-candidates.ts';
import { jsonInsert } from './json-insert.ts';
import { keyCandidates } from './key-candidates.ts';
import { claims, nameCandidates } from './name-candidates.ts';
import { ruleTemplates } from './rule-templates.ts';
import { snippetText } from './snippet-text.ts';
import { wordCandidates } from './word-candidates.ts';

/** What may be written at an offset, best first. */
export function complete(analysis: Analysis, offset: number): readonly Completion[] {
  const condition = completeCondition(analysis, offset);
  if (condition !== undefined) return condition;
  const isJson = analysis.file.path.endsWith('.json');
  const { text } = analysis.file;
  // Of a file that is too large nothing is read but that.
  if (text.length > largestFile) return [];
  const isSnapshot = analysis.snapshot !== undefined;
  const place = isSnapshot
    ? cursorPlace(text, offset, { text, skipped: 0 }, isJson)
    : isJson
      ? cursorPlace(text, offset, jsonWindow(analysis, offset), true)
      : cursorPlace(text, offset);
  if (place === undefined) return [];
  const found = new Map<string, Completion>();
  const written = text.slice(place.start, place.end);
  const behind = text.slice(offset, place.end);
  const ids = place.role === 'value' ? idCandidates(analysis, place, behind) : [];
  // The beginning of a name: what stands behind the cursor stays.
  if (ids.length > 0 && behind.startsWith('-'))
    return ids.map((one) => ({
      ...one,
      insert: one.label,
      isSnippet: false,
      rank: 0,
      start: place.start,
      end: offset,
    }));
  const candidates = isSnapshot
    ? snapshotCandidates(analysis, place)
    : isJson
      ? jsonCandidates(analysis, place)
      : candidatesAt(analysis, place);
  for (const candidate of [...ids, ...candidates]) {
    // What is written at several places at once is in other rules because it is written here.
    if (candidate.detail === inOtherRules && candidate.label === written) continue;
    if (place.entries.includes(candidate.label) || found.has(candidate.label)) continue;
    found.set(candidate.label, isJson ? placedJson(candidate, place, text) : placed(candidate, place));
  }
  // Whoever pressed Enter behind a rule stands deeper than the next one begins.
  const next = isJson || isSnapshot || place.path[1] !== 'rules' ? undefined : nextRuleAt(text, offset);
  if (next !== undefined && !(isRule(place.path) && place.keys.length === 0))
    for (const one of ruleTemplates(analysis)) {
      const rule = placed({ ...one, insert: `- ${one.insert}`, rank: 1_000 + (one.rank ?? 0) }, place);
      found.set(`next ${one.label}`, { ...rule, start: next });
    }
  return [...found.values()].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1));
}

/** Where a list of rules or an empty file waits for something whole, that is offered first. */
function jsonCandidates(analysis: Analysis, place: CursorPlace): Candidate[] {
  const { path, role } = place;
  const found = candidatesAt(analysis, place).filter(({ kind }) => kind !== 'rule');
  if (role !== 'value' || place.quoted) return found;
  if (path.length === 0) return [documentTemplate(analysis.file.path)];
  if (isRule(path)) return [...ruleTemplates(analysis), ...found];
  if (isEntry(path) && path.at(-2) === 'mask') return [maskEntry, ...found];
  return found;
}

function candidatesAt(analysis: Analysis, place: CursorPlace): Candidate[] {
  const { path, role, keys, entries, hasColon, effect } = place;
  const shapes = shapesAt(path, effect);
  const maps = shapes.filter(({ properties }) => properties !== undefined);
  const found: Candidate[] = [];
  if (role !== 'value') {
    if (path.length === 0 && keys.length === 0) found.push(documentTemplate(analysis.file.path));
    if (isRule(path) && keys.length === 0 && role === 'slot') found.push(...ruleTemplates(analysis));
    if (isEntry(path) && path.at(-2) === 'mask' && keys.length === 0) found.push(maskEntry);
    if (!place.needsDash || isEntry(path)) found.push(...keyCandidates(maps, keys, hasColon));
    found.push(...openKeys(analysis, place));
  }
  if (role === 'key') return found;
  const lists = shapes.filter(({ items }) => items !== undefined);
  if (role === 'slot' && !isEntry(path)) found.push(...firstEntry(analysis, path));
  const names = nameCandidates(analysis, place);
  const words = wordCandidates(
    shapes.filter(({ type }) => type !== 'boolean' || mayBeTruth(analysis, place)),
    entries,
  );
  const inLists = lists.flatMap(({ items }) => wordCandidates([items as Shape], entries));
  // An entry where a list is wanted: the brackets come with it.
  const isEntryOf = typeof path.at(-1) === 'number';
  const bracket = (one: Candidate): Candidate =>
    isEntryOf || lists.length === 0
      ? one
      : { ...one, insert: role === 'slot' ? `- ${one.insert ?? one.label}` : `[${one.insert ?? one.label}]` };
  found.push(...filterValues(analysis, place), ...words, ...inLists.map(bracket), ...names.map(bracket));
  if (role === 'value' && found.length === 0 && maps.length > 0)
    found.push({ label: '{ }', kind: 'key', insert: '{ $1 }', isSnippet: true, detail: 'a map of keys' });
  return found;
}

/** Keys that are names of something: fields of a filter, claims of principals. */
function openKeys(analysis: Analysis, place: CursorPlace): Candidate[] {
  const key = place.path.at(-1);
  const colon = (one: Candidate, value: string): Candidate =>
    place.hasColon
      ? one
      : { ...one, insert: `${snippetText(one.insert ?? one.label)}: ${value}`, isSnippet: true };
  const open =
    key === 'filter' && place.path.includes('require')
      ? fieldCandidates(analysis, place, false).map((one) => colon(one, '$1'))
      : key === 'claims'
        ? claims(analysis).map((one) => colon(one, '[$1]'))
        : [];
  return open.filter(({ label }) => !place.keys.includes(label));
}

/** Where a list of maps is still empty: its first entry. */
function firstEntry(analysis: Analysis, path: CursorPlace['path']): Candidate[] {
  const dashed = (one: Candidate): Candidate => ({
    ...one,
    insert: `- ${one.insert ?? ''}`,
  });
  if (path.length === 2 && path[0] === 'spec' && path[1] === 'rules')
    return ruleTemplates(analysis).map(dashed);
  return path.at(-1) === 'mask' ? [dashed(maskEntry)] : [];
}

const maskEntry: Candidate = {
  label: 'mask entry',
  kind: 'rule',
  rank: -1,
  detail: 'fields, and how they are hidden',
  insert: `{ fields: [$1], method: \${2:redact} }`,
  isSnippet: true,
};

const isRule = (path: CursorPlace['path']): boolean =>
  path.length === 3 && path[0] === 'spec' && path[1] === 'rules';
const isEntry = (path: CursorPlace['path']): boolean => typeof path.at(-1) === 'number';

function placed(candidate: Candidate, place: CursorPlace): Completion {
  const { insert = candidate.label, isSnippet = false, rank = 0, ...rest } = candidate;
  const { start, end, quoted, needsDash } = place;
  const unquoted = quoted && !isSnippet ? insert.replace(/^\[?"(.*)"\]?$/, '$1') : insert;
  const text = needsDash ? `- ${unquoted.replace(/^- /, '')}` : unquoted;
  return { ...rest, insert: text, isSnippet, rank, start, end };
}

/** The same as `placed`, in JSON. What stands in quotes is replaced with them. */
function placedJson(candidate: Candidate, place: CursorPlace, text: string): Completion {
  const { insert = candidate.label, isSnippet = false, rank = 0, ...rest } = candidate;
  const { quoted, role, path } = place;
  const isWhole = rest.kind === 'rule';
  const as = role === 'key' ? 'key' : !isWhole ? 'value' : path.length === 0 ? 'document' : 'entries';
  const written = jsonInsert(insert.replace(/^- /, ''), isSnippet, as);
  return {
    ...rest,
    insert: written,
    isSnippet,
    rank,
    start: quoted ? place.start - 1 : place.start,
    end: quoted && text[place.end] === '"' ? place.end + 1 : place.end,
    ...(quoted && { filter: JSON.stringify(rest.label) }),
  };
}
