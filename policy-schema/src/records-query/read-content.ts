import { foldText } from './content/fold-text.ts';
import { QueryError } from './query-error.ts';
import { queryKeys } from './query-keys.ts';
import type { TextPattern } from './records-query.ts';
import type { ScannedValue } from './scan-terms.ts';

/** Characters of one value, as it is compared, at most. */
export const longestContent = 200;

/** Reads what is to stand in a request. Throws `QueryError`. */
export function readContent({ parts, from, to }: ScannedValue): TextPattern {
  const at = { from, to: Math.max(to, from + 1) };
  if (!parts.every((part) => part.isWellFormed()))
    throw new QueryError(
      'text-unreadable',
      at,
      'Half of a character stands here, which no text has.',
      'Write the whole character, or leave it out.',
    );
  const folded = parts.map(foldText);
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
      `This has ${length} characters; ${longestContent} is the most that a text is looked through for.`,
      'Take a part of it that stands nowhere else.',
    );
  return parts;
}
