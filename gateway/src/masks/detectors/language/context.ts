import type { English } from './english.ts';
import type { Writing } from './guess-language.ts';
import type { Token } from './token.ts';
import { movement, titles } from './words/cues.ts';
import { givenNames } from './words/given-names.ts';

/** What a run is taken for. `either`: a name of somebody or of some place; nothing says which. */
export type Kind = 'person' | 'place' | 'either' | 'none';

/** A text with what is known of it. */
export interface Context {
  readonly tokens: readonly Token[];
  readonly english: English;
  readonly writing: Writing;
  /** True when the text is written in capitals, or in small letters, throughout: case says nothing. */
  readonly caseless: boolean;
  /** How many sentences the tagger may still be asked about: it costs much more than all else. */
  asks: number;
}

/** True when a sentence, a line or a quotation begins at a token. */
export function beginsSentence(tokens: readonly Token[], at: number): boolean {
  let before = at - 1;
  if (at === 0 || tokens[at]!.newLine) return true;
  while (before >= 0 && /^["'“”‘’«„(*_#>\-–—•[]$/.test(tokens[before]!.text)) {
    if (tokens[before]!.newLine || before === 0) return true;
    before--;
  }
  const sign = tokens[before]!;
  if (/^[!?:;…|]$/.test(sign.text)) return true;
  // The dot of a title or an initial ends nothing.
  if (sign.text !== '.') return false;
  const word = tokens[before - 1];
  return word === undefined || !(sign.glued && (titles.has(word.lower) || /^\p{Lu}$/u.test(word.text)));
}

/** Also `Jean-Marc`. */
export const isGivenName = (lower: string): boolean =>
  givenNames.has(lower) || (lower.includes('-') && givenNames.has(lower.slice(0, lower.indexOf('-'))));

/** What stands before a place in a text, past quotation marks: a word in small letters, or nothing. */
export const wordBefore = (tokens: readonly Token[], at: number): string => {
  let before = at - 1;
  while (before >= 0 && /^[.“"'‘(]$/.test(tokens[before]!.text)) before--;
  return tokens[before]?.lower ?? '';
};

/** True when one of the last few words tells of living somewhere or going there. */
export function isMoving(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= 0 && i >= at - 6; i--) {
    if (/^[.!?;]$/.test(tokens[i]!.text)) return false;
    if (movement.has(tokens[i]!.lower)) return true;
  }
  return false;
}
