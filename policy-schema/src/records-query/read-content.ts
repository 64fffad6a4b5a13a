import { fieldPatternOf } from './content/field-pattern.ts';
import { foldText } from './content/fold-text.ts';
import { QueryError } from './query-error.ts';
import { type ContentKey, queryKeys } from './query-keys.ts';
import type { TextPattern } from './records-query.ts';
import type { ScannedValue } from './scan-terms.ts';

/** Characters of one value, as it is compared, at most. */
export const longestContent = 200;

/** Reads what is to stand in a request, or to have narrowed it. Throws `QueryError`. */
export function readContent(key: ContentKey, { parts, from, to }: ScannedValue): TextPattern {
  const at = { from, to: Math.max(to, from + 1) };
  if (!parts.every((part) => part.isWellFormed()))
    throw new QueryError(
      'text-unreadable',
      at,
      'Half of a character stands here, which no text has.',
      'Write the whole character, or leave it out.',
    );
  if (key !== 'text' && fieldPatternOf(parts) === undefined)
    throw new QueryError(
      'field-missing',
      at,
      `${key}: takes a field and its value.`,
      `Write the field’s whole name, = and a value, or * for any: ${queryKeys[key].example}`,
    );
  const folded = key === 'text' ? parts.map(foldText) : parts;
  if (folded.join('').trim() === '')
    throw new QueryError(
      'text-unreadable',
      at,
      'There is nothing here that a text could be looked through for.',
      `Write a word, or several in quotes: ${queryKeys.text.example}`,
    );
  const { length } = folded.join('*');
  if (length > longestContent)
    throw new QueryError(
      'text-too-long',
      at,
      `This has ${length} characters; ${longestContent} is the most that is looked for.`,
      key === 'text'
        ? 'Take a part of it that stands nowhere else.'
        : 'Take its beginning, and * for the rest.',
    );
  return parts;
}
