import type { Node } from 'yaml';

/** Where the line of an offset begins. */
export const startOfLine = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line of an offset ends, before its line break. */
export function endOfLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  const end = at === -1 ? text.length : at;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** Where the next line begins. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}

/** Units between the beginning of its line and an offset. */
export const columnOf = (text: string, offset: number): number => offset - startOfLine(text, offset);

/** Where a value ends, without the line breaks and comments that a parser counts in. */
export function endOfValue(text: string, node: Node): number {
  const [start, end] = node.range ?? [0, 0];
  let at = end;
  while (at > start && /\s/.test(text[at - 1]!)) at--;
  return at;
}

/** How the lines of a text end. */
export const lineBreak = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');
