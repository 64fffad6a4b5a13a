import { completeQuery, type SavedSearches } from '@vectorgate/policy-schema/records-query';
import type { CommandTree, OptionValue } from './command-tree.ts';
import { type LineWord, lineWords } from './line-words.ts';

/**
 * What may stand in place of the last word of a line that begins with the program's name, written as that word is: with its
 * quote open, or with what a shell would not take for itself. Nothing where the shell's own files are the better offer.
 */
export function completeLine(tree: CommandTree, line: string, saved: SavedSearches = {}): readonly string[] {
  const words = lineWords(line);
  const typed = words.at(-1)!;
  return candidates(tree, words.slice(1, -1), typed.text, saved)
    .map((text) => written(text, typed))
    .filter((text) => text.startsWith(typed.raw));
}

function candidates(
  tree: CommandTree,
  before: readonly LineWord[],
  typed: string,
  saved: SavedSearches,
): readonly string[] {
  let command = tree;
  let value: OptionValue = 'none';
  let terms: string[] = [];
  for (const { text } of before) {
    // Behind it stands the command of somebody else.
    if (text === '--') return [];
    if (value !== 'none') value = 'none';
    else if (Object.hasOwn(command.options, text)) value = command.options[text] ?? 'none';
    else if (Object.hasOwn(command.commands, text)) {
      command = command.commands[text] ?? command;
      terms = [];
    } else terms.push(text);
  }
  if (value === 'query') return queries([], typed, saved);
  if (typeof value === 'object') return value;
  if (value === 'other') return [];
  if (typed.startsWith('--') || (typed === '-' && !command.query)) return Object.keys(command.options);
  if (command.query) return queries(terms, typed, saved);
  return Object.keys(command.commands);
}

/**
 * What the word may be as the last of a query. A key that is the only one is told with what may stand behind it: else a shell
 * would close the quote.
 */
function queries(terms: readonly string[], typed: string, saved: SavedSearches): readonly string[] {
  const before = terms.map((term) => `${term} `).join('');
  const of = (word: string): readonly string[] => {
    const text = before + word;
    return completeQuery(text, text.length, [], saved)
      .filter(({ from }) => from >= before.length)
      .map(({ insert, from }) => text.slice(before.length, from) + insert);
  };
  const found = of(typed);
  const [key] = found;
  if (found.length !== 1 || !key?.endsWith(':')) return found;
  return [key, ...of(key)];
}

function written(text: string, { quote }: LineWord): string {
  if (quote === '"') return text.replace(/["\\$`]/g, '\\$&');
  if (quote === "'") return text.replaceAll("'", "'\\''");
  return text.replace(/[^\w@%+=:,./-]/g, '\\$&');
}
