import type { Token } from './token.ts';

/** Tokens that are a street address: from the first to before the last. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

/** A word that is written as a name is. */
export const isName = (token: Token | undefined): boolean =>
  token !== undefined && (token.letters === 'title' || token.letters === 'upper');

/** House numbers: `12`, `12b`, `12-14`, `3/5`. */
export const isHouse = (token: Token | undefined): boolean =>
  token !== undefined &&
  ((token.kind === 'number' && token.text.length <= 5) ||
    (token.kind === 'code' && /^\d{1,4}-?[a-zA-Z]$/.test(token.text)));

/** `5th`. */
export const isOrdinal = (token: Token | undefined): boolean =>
  token !== undefined && token.kind === 'code' && /^\d{1,3}(?:st|nd|rd|th)$/.test(token.lower);

/** Past a house number and what may go on with it: `12 a`, `12-14`, `12/3`. */
export function pastHouse(tokens: readonly Token[], at: number): number {
  let i = at + 1;
  while (
    i + 1 < tokens.length &&
    /^[/\u2013-]$/.test(tokens[i]!.text) &&
    tokens[i]!.glued &&
    isHouse(tokens[i + 1])
  )
    i += 2;
  const next = tokens[i];
  if (next !== undefined && /^[a-d]$/i.test(next.text) && !next.newLine && !/^[ad]$/.test(next.text)) {
    i++;
    // A part of the building behind it: `12 A 3`.
    if (/^\d{1,3}$/.test(tokens[i]?.text ?? '') && !tokens[i]!.newLine) i++;
  }
  return i;
}

/** A dot right behind a word. */
export const dot = (token: Token | undefined): boolean => token?.text === '.' && token.glued;
/** A comma. */
export const comma = (token: Token | undefined): boolean => token?.text === ',';

/** A house number before `at`, past a comma: its index, or -1. */
export function houseBefore(tokens: readonly Token[], at: number): number {
  let i = at - 1;
  if (comma(tokens[i])) i--;
  if (/^(?:bis|ter|quater)$/.test(tokens[i]?.lower ?? '')) i--;
  if (!isHouse(tokens[i])) return -1;
  while (i >= 2 && /^[/\u2013-]$/.test(tokens[i - 1]!.text) && isHouse(tokens[i - 2])) i -= 2;
  return i;
}
