import { isScalar, type Node, type Pair, type YAMLMap } from 'yaml';
import type { TextChange } from '../document/text-change.ts';
import { endOfValue, nextLine, startOfLine } from './places.ts';

/** Takes a key and its value out of a map. */
export function removeKey(text: string, map: YAMLMap, pair: Pair): TextChange[] {
  const index = map.items.indexOf(pair);
  const key = pair.key as Node;
  if (index === -1 || !key?.range) return [];
  const end = endOfPair(text, pair);
  const next = map.items[index + 1]?.key as Node | undefined;
  const before = map.items[index - 1];
  if (map.flow === true) {
    if (next?.range) return [{ start: key.range[0], end: next.range[0], text: '' }];
    if (before !== undefined) return [{ start: endOfPair(text, before), end, text: '' }];
    return [{ start: key.range[0], end, text: '' }];
  }
  const from = startOfLine(text, key.range[0]);
  // The first key of a list entry stands behind its dash: the next key takes its place.
  if (/\S/.test(text.slice(from, key.range[0])))
    return next?.range ? [{ start: key.range[0], end: next.range[0], text: '' }] : [];
  return [{ start: from, end: nextLine(text, end), text: '' }];
}

function endOfPair(text: string, pair: Pair): number {
  const value = pair.value as Node | null;
  const end = value?.range ? endOfValue(text, value) : 0;
  return Math.max(end, isScalar(pair.key) ? (pair.key.range?.[1] ?? 0) : 0);
}
