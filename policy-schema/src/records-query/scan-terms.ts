import { QueryError } from './query-error.ts';

/** A value between commas, as written and with its quotes and escapes taken away. */
export interface ScannedValue {
  readonly from: number;
  readonly to: number;
  /** Cut at the stars that stand outside of quotes. */
  readonly parts: readonly string[];
}

/** A stretch of a query between blanks. */
export interface ScannedTerm {
  readonly from: number;
  readonly to: number;
  readonly not: boolean;
  /** Undefined: there is no colon. */
  readonly key: string | undefined;
  /** Where the key begins, behind a minus. */
  readonly keyFrom: number;
  readonly values: readonly ScannedValue[];
  /** A quote that begins here has no end. */
  readonly openQuote?: number;
}

const isBlank = (character: string | undefined): boolean => character !== undefined && /\s/.test(character);

/** Cuts a query into terms and values. It takes any text: what is wrong is for others to say. */
export function scanTerms(text: string): ScannedTerm[] {
  const terms: ScannedTerm[] = [];
  let at = 0;
  while (at < text.length) {
    if (isBlank(text[at])) {
      at += 1;
      continue;
    }
    const from = at;
    const not = text[at] === '-';
    if (not) at += 1;
    const keyFrom = at;
    while (at < text.length && !isBlank(text[at]) && text[at] !== ':' && text[at] !== '"') at += 1;
    const key = text[at] === ':' ? text.slice(keyFrom, at) : undefined;
    if (key !== undefined) at += 1;
    const { values, end, openQuote } = scanValues(text, key === undefined ? keyFrom : at);
    at = end;
    terms.push({
      from,
      to: end,
      not,
      key,
      keyFrom,
      values,
      ...(openQuote !== undefined && { openQuote }),
    });
  }
  return terms;
}

function scanValues(text: string, from: number): { values: ScannedValue[]; end: number; openQuote?: number } {
  const values: ScannedValue[] = [];
  let at = from;
  let begin = from;
  let parts = [''];
  let openQuote: number | undefined;
  const add = (characters: string): void => {
    parts[parts.length - 1] += characters;
  };
  while (at < text.length && !isBlank(text[at])) {
    const character = text[at]!;
    if (character === ',') {
      values.push({ from: begin, to: at, parts });
      parts = [''];
      begin = at + 1;
    } else if (character === '*') parts.push('');
    else if (character === '"') {
      const quote = at;
      for (at += 1; at < text.length && text[at] !== '"'; at += 1) {
        if (text[at] === '\\' && at + 1 < text.length) at += 1;
        add(text[at]!);
      }
      if (at >= text.length) openQuote = quote;
    } else add(character);
    at += 1;
  }
  at = Math.min(at, text.length);
  values.push({ from: begin, to: at, parts });
  return { values, end: at, ...(openQuote !== undefined && { openQuote }) };
}

/** Throws `QueryError` where a quote has no end. */
export function assertClosed({ openQuote, to }: ScannedTerm): void {
  if (openQuote !== undefined)
    throw new QueryError(
      'quote-open',
      { from: openQuote, to },
      'This quote has no end.',
      'Write a second " behind the value; a quote inside of it is \\".',
    );
}
