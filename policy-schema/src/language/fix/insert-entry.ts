import type { Node, YAMLSeq } from 'yaml';
import type { TextChange } from '../document/text-change.ts';
import { columnOf, endOfLine, endOfValue } from './places.ts';

/** Adds an entry at the end of a list, in the list's own style. */
export function insertEntry(text: string, list: YAMLSeq, entry: string): TextChange[] {
  const [start = 0, end = 0] = list.range ?? [];
  const last = list.items.at(-1) as Node | undefined;
  if (last === undefined) return [{ start, end, text: `[${entry}]` }];
  const at = endOfValue(text, last);
  if (list.flow === true) return [{ start: at, end: at, text: `, ${entry}` }];
  const dash = columnOf(text, start);
  const line = endOfLine(text, at);
  return [{ start: line, end: line, text: `\n${' '.repeat(dash)}- ${entry}` }];
}
