/** How a word is written. `mixed` holds small letters before capitals: `iPhone`, `GitHub`. */
export type Case = 'lower' | 'title' | 'upper' | 'mixed' | 'none';

/** A word, number or sign of a text; positions in UTF-16 units. */
export interface Token {
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'number' | 'code' | 'sign';
  readonly letters: Case;
  /** True when nothing stands between it and the token before. */
  readonly glued: boolean;
  /** True when a line break stands between it and the token before. */
  readonly newLine: boolean;
}

// A word may hold hyphens and apostrophes; letters and digits together are a code: `SW1A`, `12b`.
const pattern = /[\p{L}\p{N}\p{M}]+(?:['’.\u2010\u2011-](?=\p{L})[\p{L}\p{M}\p{N}]+)*|[^\s]/gu;
const isUpper = /^\p{Lu}/u;
const onlyUpper = /^[\p{Lu}\p{M}'’.\u2010\u2011-]+$/u;
/** Beginnings of names that have a second capital: McKay, MacLeod, DeVries, LaFleur, O’Neil, al-Amin. */
const secondCapital = /^(?:Ma?c|De|Di|Da|La|Le|Van|Von|Fitz|St)\p{Lu}[\p{Ll}\p{M}]+$/u;

function caseOf(text: string): Case {
  const parts = text.split(/['’\u2010\u2011-]/);
  if (onlyUpper.test(text)) return text.length > 1 && /\p{Lu}.*\p{Lu}/u.test(text) ? 'upper' : 'title';
  if (parts.every((part) => part === '' || !/\p{Lu}/u.test(part)))
    return /\p{Ll}/u.test(text) ? 'lower' : 'none';
  for (const part of parts) {
    if (/\p{Lu}/u.test(part.slice(1)) && !secondCapital.test(part) && !onlyUpper.test(part)) return 'mixed';
  }
  return parts.some((part) => isUpper.test(part)) ? 'title' : 'mixed';
}

/** The text of a word without a possessive ending. */
const possessive = /['’][sS]$/;

/** Splits a text into words, numbers and signs. Linear. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let before = 0;
  for (const match of text.matchAll(pattern)) {
    let [word] = match;
    const start = match.index;
    const between = text.slice(before, start);
    before = start + word.length;
    const hasLetter = /\p{L}/u.test(word);
    const hasDigit = /\p{N}/u.test(word);
    if (hasLetter && !hasDigit) word = word.replace(possessive, '');
    if (hasLetter && word.includes('.') && !/^(?:\p{L}\.)+\p{L}$/u.test(word)) {
      // `end.Next` is two words; `U.S` is one.
      let from = start;
      for (const part of word.split('.')) {
        if (part !== '')
          tokens.push(
            make(part, from, from === start && between === '', from === start && between.includes('\n')),
          );
        from += part.length;
        if (from < start + word.length) tokens.push(make('.', from, true, false));
        from++;
      }
      continue;
    }
    tokens.push(make(word, start, between === '' && start > 0, between.includes('\n')));
  }
  return tokens;
}

function make(text: string, start: number, glued: boolean, newLine: boolean): Token {
  const hasLetter = /\p{L}/u.test(text);
  const hasDigit = /\p{N}/u.test(text);
  const kind = hasLetter ? (hasDigit ? 'code' : 'word') : hasDigit ? 'number' : 'sign';
  return {
    text,
    lower: text.toLowerCase(),
    start,
    end: start + text.length,
    kind,
    letters: kind === 'word' ? caseOf(text) : 'none',
    glued,
    newLine,
  };
}
