const blank = (text: string): string => 'x'.repeat(text.length);

/** Texts and comments of CEL, in which brackets are no brackets. */
const opaque =
  /\b[rR](?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*')|"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*/g;

/** A condition with its texts and comments blanked out, of the same length. */
export const withoutTexts = (source: string): string => source.replace(opaque, blank);

/**
 * A range with the brackets that belong to it: the parser leaves the outer ones of `(a || b) && c` and `!(a)` out where
 * they stand at an end. `plain` is the condition without its texts.
 */
export function balanced(plain: string, from: number, to: number): { start: number; end: number } {
  let [start, end, open, missing] = [from, to, 0, 0];
  for (const character of plain.slice(from, to)) {
    if (character === '(') open++;
    if (character !== ')') continue;
    if (open > 0) open--;
    else missing++;
  }
  for (; missing > 0; missing--) start = plain.lastIndexOf('(', start - 1);
  for (; open > 0; open--) end = plain.indexOf(')', end) + 1;
  return { start, end };
}
