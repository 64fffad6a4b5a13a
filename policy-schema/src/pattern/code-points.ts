/** A set of code points: ranges in order, not touching, both ends inclusive. */
export type CodePoints = readonly (readonly [from: number, to: number])[];

const last = 0x10ffff;

/** Brings ranges into order and joins those that touch. */
export function codePoints(ranges: CodePoints): CodePoints {
  const joined: [number, number][] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before !== undefined && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** All others. */
export function allBut(points: CodePoints): CodePoints {
  const others: [number, number][] = [];
  let from = 0;
  for (const [first, to] of points) {
    if (first > from) others.push([from, first - 1]);
    from = to + 1;
  }
  if (from <= last) others.push([from, last]);
  return others;
}

/** Those of a set between two bounds, inclusive. */
export const within = (points: CodePoints, low: number, high: number): CodePoints =>
  points
    .map(([from, to]) => [Math.max(from, low), Math.min(to, high)] as const)
    .filter(([from, to]) => from <= to);

const of = (characters: string): CodePoints =>
  codePoints([...characters].map((character) => [character.codePointAt(0)!, character.codePointAt(0)!]));

/** `\d`: ASCII digits. */
export const digits: CodePoints = [[0x30, 0x39]];
/** `\w`: ASCII letters, digits and the underscore. */
export const wordCharacters: CodePoints = codePoints([...digits, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]);
/** `\s`: every white space and line break of Unicode, so that a no-break space hides nothing. */
export const spaces: CodePoints = codePoints([
  [0x09, 0x0d],
  [0x2000, 0x200a],
  ...of(' \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff'),
]);
/** `.`: all but the line feed. */
export const anyCharacter: CodePoints = allBut([[0x0a, 0x0a]]);
