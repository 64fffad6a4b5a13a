import { isMap, isScalar, type Pair, type YAMLMap } from 'yaml';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { shapesAt } from '../document/shapes-at.ts';
import { snapshotBeginnings } from '../snapshot/missing-in-snapshot.ts';
import type { FixPlace } from './fix-place.ts';
import { insertKey } from './insert-key.ts';
import { removeEntry } from './remove-entry.ts';
import { removeWithMap } from './remove-with-map.ts';

const removed = new Set([
  'unknown-key',
  'pattern-misplaced',
  'grants-unsupported',
  'rate-in-permit',
  'key-not-for-effect',
  'expires-not-permit',
  'limit-without-class',
  'review-not-filtered',
  'on-exceed-without-top-k',
  'mask-keep-without-partial',
  'mask-except-without-all',
  'filter-reserved-field',
  'unknown-claim',
]);
const emptied = new Set(['list-too-short', 'map-empty', 'text-empty', 'wrong-type']);

const isPlaced = (pair: Pair | undefined, map: YAMLMap | undefined): pair is Pair =>
  pair !== undefined && map !== undefined;

/** Fixes that add, remove or move keys and entries. */
export function keyFixes(place: FixPlace): Fix[] {
  const { diagnostic, node, pair, map, list, text } = place;
  const { code } = diagnostic;
  const fixes: Fix[] = [];
  if (code === 'missing-key') fixes.push(...missing(place));
  if (code === 'repeated-entry' && list !== undefined) {
    const changes = removeEntry(text, list, list.items.indexOf(node));
    fixes.push({ title: 'Remove the second one', changes, preferred: true });
  }
  if (code === 'mask-detectors-not-text' && list !== undefined && list.items.length > 1)
    fixes.push({
      title: 'Remove it from this entry',
      changes: removeEntry(text, list, list.items.indexOf(node)),
    });
  if (isPlaced(pair, map)) {
    const isRemoved = removed.has(code) && place.isKey;
    const isEmptied = emptied.has(code) && !place.isKey && isEmpty(place);
    if (isRemoved || isEmptied) fixes.push(removeWithMap(place, map as YAMLMap, pair));
  }
  return fixes;
}

const isEmpty = ({ node }: FixPlace): boolean =>
  isScalar(node)
    ? node.value === null || node.value === ''
    : 'items' in node && (node as YAMLMap).items.length === 0;

/** What to begin with, by key; the schema's only word for others. */
const beginnings: Readonly<Record<string, string>> = {
  principals: '{ groups: [GROUP] }',
  resources: '{ collections: [NAME] }',
  operations: '[read]',
  approval: '{ approvers: { groups: [GROUP] } }',
  approvers: '{ groups: [GROUP] }',
  method: 'redact',
  fields: '[NAME]',
  rules: '[]',
  spec: '{ rules: [] }',
  filter: '{ tenant: { claim: tenant } }',
};

function missing(place: FixPlace): Fix[] {
  const { diagnostic, text, node, source } = place;
  const key = /has no (\S+)\.$/.exec(diagnostic.message)?.[1];
  const map = isMap(node) ? node : place.map;
  if (key === undefined || map === undefined) return [];
  if (place.analysis.snapshot !== undefined) return begun(text, map, key, snapshotBeginnings[key]);
  if (key === 'effect' && /^Add effect: /.test(diagnostic.remedy)) {
    return ['allow', 'deny', 'guard', 'require-approval'].map((effect) => ({
      title: `Add effect: ${effect}`,
      changes: insertKey(text, map, 'effect', effect),
    }));
  }
  const path = isMap(node) ? place.path : place.path.slice(0, -1);
  const effect = place.rule?.node.get('effect');
  const shape = shapesAt([...path, key], typeof effect === 'string' ? effect : undefined)[0];
  const value =
    key === 'id'
      ? `rule-${(place.rule?.index ?? 0) + 1}`
      : key === 'name'
        ? nameOf(source.file)
        : key === 'metadata'
          ? `{ name: ${nameOf(source.file)} }`
          : (beginnings[key] ?? (shape?.const === undefined ? undefined : String(shape.const)));
  return begun(text, map, key, value);
}

const begun = (text: string, map: YAMLMap, key: string, value: string | undefined): Fix[] =>
  value === undefined
    ? []
    : [{ title: `Add ${key}: ${value}`, changes: insertKey(text, map, key, value), preferred: true }];

/** A policy's name by the name of its file. */
function nameOf(file: string): string {
  const base =
    file
      .split(/[/\\]/)
      .at(-1)
      ?.replace(/\.policy\.\w+$/, '') ?? '';
  const name = base
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return name === '' ? 'policy' : name;
}
