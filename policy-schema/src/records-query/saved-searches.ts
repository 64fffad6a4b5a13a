import { closestWord } from '../compile/closest-word.ts';
import { QueryError } from './query-error.ts';
import { scanTerms } from './scan-terms.ts';

/** Queries by the name under which a person keeps them. */
export type SavedSearches = Readonly<Record<string, string>>;

/** Whether a search may be kept under that name. */
export const isSavedName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(name);

/**
 * The query with what is kept under NAME in the place of each `@NAME`: what is left of the query narrows it further.
 * Throws `QueryError` for a name under which nothing is kept.
 */
export function withSaved(text: string, saved: SavedSearches): string {
  let whole = text;
  for (const { from, to, keyFrom, key, not } of scanTerms(text).toReversed()) {
    if (key !== undefined || text[keyFrom] !== '@') continue;
    const name = text.slice(keyFrom + 1, to);
    const query = Object.hasOwn(saved, name) ? saved[name] : undefined;
    if (query === undefined) {
      const names = Object.keys(saved);
      const closest = closestWord(name, names);
      throw new QueryError(
        'saved-unknown',
        { from: keyFrom, to },
        'No search is kept under this name.',
        closest !== undefined
          ? `Did you mean @${closest}?`
          : names.length === 0
            ? 'None is kept yet.'
            : `There are: ${names.map((one) => `@${one}`).join(', ')}.`,
      );
    }
    if (not)
      throw new QueryError(
        'saved-negated',
        { from, to },
        'A minus stands before a whole search.',
        'Put it before the terms that are not to hold.',
      );
    whole = whole.slice(0, from) + query + whole.slice(to);
  }
  return whole;
}
