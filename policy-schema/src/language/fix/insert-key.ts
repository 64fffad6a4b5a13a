import { isScalar, type Node, type YAMLMap } from 'yaml';
import type { TextChange } from '../document/text-change.ts';
import { columnOf, endOfLine, endOfValue } from './places.ts';

/** Adds a key behind the last one of a map, in the map's own style. */
export function insertKey(text: string, map: YAMLMap, key: string, value: string): TextChange[] {
  const [start = 0, end = 0] = map.range ?? [];
  const last = map.items.at(-1);
  if (map.flow === true) {
    if (last === undefined) return [{ start, end, text: `{ ${key}: ${value} }` }];
    const at = endOfValue(text, (last.value ?? last.key) as Node);
    return [{ start: at, end: at, text: `, ${key}: ${value}` }];
  }
  const first = map.items[0]?.key;
  if (last === undefined || !isScalar(first) || !first.range) return [];
  const at = endOfLine(text, endOfValue(text, (last.value ?? last.key) as Node));
  return [{ start: at, end: at, text: `\n${' '.repeat(columnOf(text, first.range[0]))}${key}: ${value}` }];
}
