import { LineCounter } from 'yaml';

/** Where the lines of a text begin; the parser's own count leaves some out in texts that are broken. */
export function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}
