import { allBut, type CodePoints, codePoints } from './code-points.ts';
import { foldCase } from './fold-case.ts';
import { parseEscape } from './parse-escape.ts';
import { PatternError } from './pattern-error.ts';

/** Reads the set of characters whose opening bracket stands at `start`. Throws `PatternError`. */
export function parseSet(
  text: string,
  start: number,
  ignoreCase: boolean,
): { readonly points: CodePoints; readonly end: number } {
  const negated = text[start + 1] === '^';
  const members: (readonly [number, number])[] = [];
  let at = start + (negated ? 2 : 1);
  const first = at;
  while (text[at] !== ']' || at === first) {
    if (at >= text.length)
      throw fail([start, start + 1], 'A set is not closed.', 'Add ], or write \\[ for the sign itself.');
    const from = member(text, at, ignoreCase);
    const begin = at;
    at += from.length;
    if (text[at] !== '-' || text[at + 1] === ']' || at + 1 >= text.length) {
      members.push(...from.points);
      continue;
    }
    const to = member(text, at + 1, ignoreCase);
    at += 1 + to.length;
    const [low, high] = [from.points[0]![0], to.points[0]![0]];
    if (!from.single || !to.single || high < low) {
      throw fail(
        [begin, at],
        'This range has no beginning or no end.',
        'Write the smaller character first, and \\- for a hyphen itself.',
      );
    }
    members.push([low, high]);
  }
  const listed = ignoreCase ? foldCase(members) : codePoints(members);
  const points = negated ? allBut(listed) : listed;
  if (points.length === 0) throw fail([start, at + 1], 'No character is in this set.', 'Remove it.');
  return { points, end: at + 1 };
}

const fail = (place: readonly [number, number], message: string, remedy: string): PatternError =>
  new PatternError('pattern-syntax', place, message, remedy);

/** One character or escape of a set. */
function member(text: string, at: number, ignoreCase: boolean): ReturnType<typeof parseEscape> {
  const sign = text[at]!;
  if (sign === '\\') return parseEscape(text, at, ignoreCase);
  if (sign === '[' || sign === ']') {
    throw fail(
      [at, at + 1],
      `${sign} inside a set is read differently by different engines.`,
      `Write \\${sign} for the sign itself; for [:digit:] write \\d.`,
    );
  }
  const point = text.codePointAt(at)!;
  return { points: [[point, point]], single: true, length: point > 0xffff ? 2 : 1 };
}
