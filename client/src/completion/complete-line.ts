import { completeQuery, type Facet, type SavedSearches } from '@vectorgate/policy-schema/records-query';
import type { CommandTree } from './command-tree.ts';
import { type LinePlace, linePlace } from './line-place.ts';
import type { LineWord } from './line-words.ts';

/** What may stand in place of a word. */
export interface Completion {
  readonly text: string;
  /** What it is, or how many records have it. */
  readonly about?: string;
}

/** The shell that words are written for. */
export type WordStyle = 'bash' | 'zsh' | 'fish';

/** What is known beside the language: searches that are kept, and values that were counted. */
export interface KnownWords {
  readonly saved?: SavedSearches;
  readonly facets?: readonly Facet[];
}

/**
 * What may stand in place of the last word of a line that begins with the program's name. Nothing where the shell's own files
 * are the better offer.
 * @param style how words are written for the shell: for fish plain, since it quotes them by itself; else as the word is that is
 *   begun, with its quote open or with what a shell would not take for itself. bash closes no quote behind one of its kind.
 */
export function completeLine(
  tree: CommandTree,
  line: string,
  known: KnownWords = {},
  style: WordStyle = 'zsh',
): readonly Completion[] {
  const place = linePlace(tree, line);
  const { typed } = place;
  const found = candidates(place, known).filter(({ text }) => isHarmless(text, typed, style));
  if (style === 'fish') return found.filter(({ text }) => text.startsWith(typed.text));
  return found
    .map(({ text, ...rest }) => ({ text: quoted(text, typed, style), ...rest }))
    .filter(({ text }) => text.startsWith(typed.raw));
}

const candidates = ({ typed, words, terms }: LinePlace, known: KnownWords): readonly Completion[] =>
  terms === undefined ? words.map((text) => ({ text })) : queries(terms, typed.text, known);

/**
 * What the word may be as the last of a query. A key that is the only one is told with what may stand behind it: else a shell
 * would close the quote.
 */
function queries(
  terms: readonly string[],
  typed: string,
  { saved = {}, facets = [] }: KnownWords,
): readonly Completion[] {
  const before = terms.map((term) => `${term} `).join('');
  const of = (word: string): readonly Completion[] => {
    const text = before + word;
    return completeQuery(text, text.length, facets, saved)
      .filter(({ from }) => from >= before.length)
      .map(({ insert, from, about }) => ({
        text: text.slice(before.length, from) + insert,
        ...(about && { about }),
      }));
  };
  const found = of(typed);
  const [key] = found;
  if (found.length !== 1 || !key?.text.endsWith(':')) return found;
  return [key, ...of(key.text)];
}

/** Names come out of records: one that a terminal obeys, or that a shell replaces even in its quotes, is not offered. */
const isHarmless = (text: string, { quote }: LineWord, style: WordStyle): boolean =>
  !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) &&
  !(style !== 'fish' && quote === '"' && text.includes('!'));

function quoted(text: string, { quote }: LineWord, style: WordStyle): string {
  if (quote === '') return text.replace(/[^\w@%+=:,./-]/gu, '\\$&');
  const written = quote === '"' ? text.replace(/["\\$`]/g, '\\$&') : text.replaceAll("'", "'\\''");
  return style === 'bash' && written.endsWith(quote) ? written + quote : written;
}
