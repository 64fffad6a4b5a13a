import type { Scalar } from 'yaml';

const escapes: Readonly<Record<string, number>> = { x: 3, u: 5, U: 9 };
const isSpace = (character: string | undefined): boolean =>
  character === ' ' || character === '\n' || character === '\r' || character === '\t';

/** Where the white space that begins at `from` ends. */
const afterSpace = (text: string, from: number): number => {
  let at = from;
  while (isSpace(text[at])) at += 1;
  return at;
};

/** How many blanks stand in a value from `from` on. */
const blanks = (value: string, from: number): number => {
  let at = from;
  while (value[at] === ' ' || value[at] === '\t') at += 1;
  return at - from;
};

/**
 * For each UTF-16 unit of a scalar's text, and one past its end, the offset in the file where it is written. Follows
 * quotes, escapes, folded lines and the indentation of block scalars.
 */
export function scalarOffsets(text: string, node: Scalar): readonly number[] {
  const value = String(node.value);
  const [start] = node.range ?? [0];
  const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
  const offsets: number[] = [];
  let at = quoted ? start + 1 : start;
  if (block) at = afterSpace(text, text.indexOf('\n', start)) - blanks(value, 0);
  for (let i = 0; i < value.length; i++) {
    const wanted = value[i]!;
    if (isSpace(wanted) && isSpace(text[at])) {
      const end = afterSpace(text, at);
      const line = text.slice(at, end).indexOf('\n');
      // A line break is one white space of the value, whatever indentation follows it.
      if (wanted === '\n' && line !== -1) at += line;
      offsets.push(at);
      at = line === -1 || value[i + 1] === '\n' ? at + 1 : end - blanks(value, i + 1);
      continue;
    }
    offsets.push(at);
    if (node.type === 'QUOTE_DOUBLE' && text[at] === '\\') at += 1 + (escapes[text[at + 1] ?? ''] ?? 1);
    else at += node.type === 'QUOTE_SINGLE' && wanted === "'" ? 2 : 1;
  }
  offsets.push(at);
  return offsets;
}
