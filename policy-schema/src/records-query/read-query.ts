import { closestWord } from '../compile/closest-word.ts';
import { QueryError } from './query-error.ts';
import {
  type ContentKey,
  isQueryKey,
  type QueryKey,
  queryKeys,
  type TextKey,
  type TextKeyAbout,
  type TimeKey,
} from './query-keys.ts';
import { readAmount } from './read-amount.ts';
import { readContent } from './read-content.ts';
import { readInstant } from './read-instant.ts';
import type { QueryTerm, RecordsQuery, TextPattern } from './records-query.ts';
import { assertClosed, type ScannedTerm, type ScannedValue, scanTerms } from './scan-terms.ts';

/** Characters of a query, at most. */
export const longestQuery = 2_000;
/** Values in all terms together, at most. */
const mostValues = 200;

/** Reads a query. Throws `QueryError`, which names the place and the remedy. */
export function readQuery(text: string): RecordsQuery {
  if (text.length > longestQuery)
    throw new QueryError(
      'query-too-long',
      { from: longestQuery, to: text.length },
      `The query has ${text.length} characters; ${longestQuery} is the most.`,
      'Ask in parts, or use a pattern like customer-* in place of a list.',
    );
  const scanned = scanTerms(text);
  const values = scanned.flatMap((term) => term.values);
  const over = values[mostValues];
  if (over !== undefined)
    throw new QueryError(
      'query-too-long',
      over,
      `The query has ${values.length} values; ${mostValues} is the most.`,
      'Ask in parts, or use a pattern like customer-* in place of a list.',
    );
  return { terms: scanned.map(readTerm) };
}

function readTerm(term: ScannedTerm): QueryTerm {
  assertClosed(term);
  const key = keyOf(term);
  for (const value of term.values)
    if (value.parts.length === 1 && value.parts[0] === '')
      throw new QueryError(
        'value-missing',
        { from: value.from, to: Math.max(value.to, value.from + 1) },
        `Here a value of ${key}: is missing.`,
        `Write one, without a blank: ${queryKeys[key].example}`,
      );
  const about = queryKeys[key];
  const { not } = term;
  if (about.kind === 'text')
    return { kind: 'text', key: key as TextKey, not, any: term.values.map((value) => word(key, value)) };
  if (about.kind === 'content')
    return {
      kind: 'content',
      key: key as ContentKey,
      not,
      any: term.values.map((value) => readContent(key as ContentKey, value)),
    };
  if (about.kind === 'amount')
    return {
      kind: 'amount',
      key: key as 'latency' | 'size',
      not,
      any: term.values.map((value) => readAmount(key as 'latency' | 'size', value)),
    };
  const [value, second] = term.values;
  if (second !== undefined)
    throw new QueryError(
      'time-unreadable',
      second,
      `${key}: takes one time.`,
      `Leave out all others: ${about.example}`,
    );
  return { kind: 'time', key: key as TimeKey, not, at: readInstant(key as TimeKey, value!) };
}

function keyOf({ key, keyFrom, to, values }: ScannedTerm): QueryKey {
  const all = Object.keys(queryKeys).join(', ');
  if (key === undefined) {
    const word = values[0]?.parts.join('*') ?? '';
    throw new QueryError(
      'key-missing',
      { from: keyFrom, to: Math.max(to, keyFrom + 1) },
      'Here stands a word without a key.',
      isQueryKey(word)
        ? `Write ${queryKeys[word].example}`
        : // The word may be a value that nobody is to read over a shoulder or in a log: it is not said again.
          `To look for a word like kettle inside of requests, write text:kettle; else KEY:VALUE, for example ${queryKeys.who.example}. Keys: ${all}.`,
    );
  }
  if (isQueryKey(key)) return key;
  const closest = closestWord(key, Object.keys(queryKeys));
  throw new QueryError(
    'key-unknown',
    { from: keyFrom, to: keyFrom + Math.max(1, key.length) },
    'There is no such key.',
    closest === undefined ? `Keys: ${all}.` : `Did you mean ${closest}: ?`,
  );
}

function word(key: QueryKey, { parts, from, to }: ScannedValue): TextPattern {
  const about: Partial<Pick<TextKeyAbout, 'words' | 'open'>> = queryKeys[key] as TextKeyAbout;
  const single = parts.length === 1 ? parts[0] : undefined;
  if (about.words === undefined || about.open || single === undefined || about.words.includes(single))
    return parts;
  const closest = closestWord(single, about.words);
  throw new QueryError(
    'value-unknown',
    { from, to },
    `${key}: has no such value.`,
    closest === undefined ? `Use one of: ${about.words.join(', ')}.` : `Did you mean ${key}:${closest}?`,
  );
}
