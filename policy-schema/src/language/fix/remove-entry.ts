import type { Node, YAMLSeq } from 'yaml';
import type { TextChange } from '../document/text-change.ts';
import { columnOf, endOfValue, nextLine, startOfLine } from './places.ts';

/** Takes an entry out of a list; the comment above an entry on lines of its own goes with it. */
export function removeEntry(text: string, list: YAMLSeq, index: number): TextChange[] {
  const items = list.items as Node[];
  const [item, next, before] = [items[index], items[index + 1], items[index - 1]];
  const [start = 0, _end = 0] = list.range ?? [];
  if (item?.range === undefined || item.range === null) return [];
  if (items.length === 1) return [{ start, end: endOfValue(text, list), text: '[]' }];
  if (list.flow === true) {
    if (next?.range) return [{ start: item.range[0], end: next.range[0], text: '' }];
    return before === undefined
      ? []
      : [{ start: endOfValue(text, before), end: endOfValue(text, item), text: '' }];
  }
  const dash = text.lastIndexOf('-', item.range[0]);
  const column = columnOf(text, dash);
  let from = startOfLine(text, dash);
  // The first entry may begin in the line of what it stands in.
  if (/\S/.test(text.slice(from, dash)))
    return [{ start: dash, end: text.indexOf('-', endOfValue(text, item)), text: '' }];
  while (from > 0) {
    const above = startOfLine(text, from - 1);
    const line = text.slice(above, from);
    if (!/^\s*#/.test(line) || line.search(/\S/) !== column) break;
    from = above;
  }
  const to = nextLine(text, endOfValue(text, item));
  if (next !== undefined) return [{ start: from, end: skipBlank(text, to), text: '' }];
  return [{ start: blankAbove(text, from), end: to, text: '' }];
}

function skipBlank(text: string, at: number): number {
  let line = at;
  while (line < text.length && /^[ \t]*\r?\n/.test(text.slice(line, line + 200))) line = nextLine(text, line);
  return line;
}

function blankAbove(text: string, at: number): number {
  let line = at;
  while (line > 0) {
    const above = startOfLine(text, line - 1);
    if (text.slice(above, line).trim() !== '') break;
    line = above;
  }
  return line;
}
