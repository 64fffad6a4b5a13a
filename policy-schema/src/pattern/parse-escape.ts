import { allBut, type CodePoints, digits, spaces, wordCharacters } from './code-points.ts';
import { foldCase } from './fold-case.ts';
import { PatternError } from './pattern-error.ts';

/** One escape or character: what it stands for, and how many UTF-16 units it takes. */
export interface Escape {
  readonly points: CodePoints;
  /** True for one character, which may begin or end a range. */
  readonly single: boolean;
  readonly length: number;
}

const sets: Readonly<Record<string, CodePoints>> = {
  d: digits,
  w: wordCharacters,
  s: spaces,
};
const controls: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, v: 0x0b, f: 0x0c, r: 0x0d };

/**
 * Reads the escape whose backslash stands at `at`. Edges (`\b`) are the caller's, and so
 * are the cases of what it stands for. Throws `PatternError`.
 */
export function parseEscape(text: string, at: number, ignoreCase: boolean): Escape {
  const kind = text[at + 1];
  if (kind === undefined)
    throw new PatternError(
      'pattern-syntax',
      [at, at + 1],
      'The pattern ends with a backslash.',
      'Write \\\\ for a backslash itself.',
    );
  const small = kind.toLowerCase();
  const set = Object.hasOwn(sets, small) ? sets[small] : undefined;
  if (set !== undefined) {
    // \W is what \w is not, other cases counted in.
    const points = kind === small ? set : allBut(ignoreCase ? foldCase(set) : set);
    return { points, single: false, length: 2 };
  }
  const control = Object.hasOwn(controls, kind) ? controls[kind] : undefined;
  if (control !== undefined) return { points: [[control, control]], single: true, length: 2 };
  if (kind === 'x') {
    const hex = /^[0-9A-Fa-f]{2}/.exec(text.slice(at + 2))?.[0];
    if (hex !== undefined) {
      const point = Number.parseInt(hex, 16);
      return { points: [[point, point]], single: true, length: 4 };
    }
  }
  if (/[!-/:-@[-`{-~]/.test(kind)) {
    const point = kind.charCodeAt(0);
    return { points: [[point, point]], single: true, length: 2 };
  }
  throw unknownEscape(text, at, kind);
}

function unknownEscape(text: string, at: number, kind: string): PatternError {
  const place = [at, at + 1 + String.fromCodePoint(text.codePointAt(at + 1)!).length] as const;
  if (/[1-9k]/.test(kind)) {
    return new PatternError(
      'pattern-back-reference',
      place,
      'A pattern cannot refer back to what it found: such patterns cannot be run in bounded time.',
      'Write out what may stand there.',
    );
  }
  if (/[pP]/.test(kind)) {
    return new PatternError(
      'pattern-unsupported',
      place,
      `A pattern has no \\${kind}.`,
      'Write the letters as ranges, such as [A-Za-zÀ-ÖØ-öø-ÿ].',
    );
  }
  const shown = /^[\x21-\x7e]$/.test(kind) ? ` \\${kind}` : ' such escape';
  return new PatternError(
    'pattern-unsupported',
    place,
    `A pattern has no${shown}.`,
    'Use \\d, \\w, \\s, \\b, \\t, \\n, \\xHH, a backslash before punctuation, or the character itself.',
  );
}
