import { isScalar, type Node } from 'yaml';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import type { FixPlace } from './fix-place.ts';
import { columnOf, endOfLine, endOfValue } from './places.ts';
import { removeWithMap } from './remove-with-map.ts';

/** Moves what only a guard may say out of a rule, into a guard for the same principals, resources and operations. */
export function moveToGuard(place: FixPlace): Fix[] {
  const { pair, map, rule, text } = place;
  if (pair === undefined || map === undefined || rule === undefined || rule.node.flow === true) return [];
  const key = isScalar(pair.key) ? String(pair.key.value) : '';
  if (!['mask', 'require', 'limits', 'rate', 'onExceed'].includes(key)) return [];
  const value = pair.value as Node | null;
  const first = rule.node.items[0]?.key as Node | undefined;
  if (!value?.range || !first?.range) return [];
  const id = rule.node.get('id');
  const written = text.slice(value.range[0], endOfValue(text, value));
  // A block inside keeps its own indentation only where it stands.
  if (written.includes('\n')) return [];
  const column = columnOf(text, first.range[0]);
  const inner = ['rate', 'onExceed'].includes(key) ? `limits: { ${key}: ${written} }` : `${key}: ${written}`;
  const copied = ['principals', 'resources', 'operations'].flatMap((name) => {
    const node = rule.node.get(name, true) as Node | undefined;
    return node?.range ? [`${name}: ${text.slice(node.range[0], endOfValue(text, node))}`] : [];
  });
  if (copied.some((one) => one.includes('\n'))) return [];
  const lines = [
    `- id: ${String(id)}-guard`,
    ...['effect: guard', ...copied, inner].map((line) => `  ${line}`),
  ];
  const at = endOfLine(text, endOfValue(text, rule.node));
  const indent = ' '.repeat(Math.max(0, column - 2));
  const added = { start: at, end: at, text: `\n${lines.map((line) => indent + line).join('\n')}` };
  const changes = [...removeWithMap(place, map, pair).changes, added];
  // What is removed may be the very end of the rule.
  const [gone] = changes;
  if (gone !== undefined && gone !== added && gone.end > at)
    return [
      {
        preferred: true,
        title: `Move ${key} into a guard`,
        changes: [{ start: gone.start, end: gone.end, text: `${added.text.slice(1)}\n` }],
      },
    ];
  return [{ preferred: true, title: `Move ${key} into a guard`, changes }];
}
