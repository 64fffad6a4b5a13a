import { printable } from '@vectorgate/policy-schema/printable';
import type { Facet, SavedSearches } from '@vectorgate/policy-schema/records-query';
import { readSavedSearches } from '../searches/saved-searches.ts';
import { askedOfGateway } from './asked-of-gateway.ts';
import type { CommandTree } from './command-tree.ts';
import { completeLine } from './complete-line.ts';
import { linePlace } from './line-place.ts';
import { lineWords } from './line-words.ts';

/** Milliseconds: somebody waits for it behind a key. */
const longestWait = Number(process.env.VECTORGATE_COMPLETION_WAIT) || 1500;

/**
 * `vectorgate complete TREE LINE WORD SHELL`, for a shell's script: prints what may stand for WORD, which is what the shell
 * takes for the word at the line's end, one on a line. To a shell a colon or a quote may begin one. For fish whole words, each
 * with a tab and what it is. What was asked of a gateway may still be under way when this resolves.
 */
export async function complete([
  tree = '',
  line = '',
  word = '',
  shell = 'bash',
]: readonly string[]): Promise<string> {
  const commands = JSON.parse(tree) as CommandTree;
  // There is no place to tell of a file that cannot be read: the search itself does.
  const saved = await readSavedSearches().catch(() => ({}));
  const facets = await counted(commands, line, saved);
  if (shell === 'fish')
    return completeLine(commands, line, { saved, facets }, 'fish')
      .map(({ text, about }) => `${[text, ...(about === undefined ? [] : [printable(about)])].join('\t')}\n`)
      .join('');
  const { raw } = lineWords(line).at(-1)!;
  const before = raw.endsWith(word) ? raw.length - word.length : 0;
  return completeLine(commands, line, { saved, facets }, shell === 'zsh' ? 'zsh' : 'bash')
    .map(({ text }) => `${text.slice(before)}\n`)
    .join('');
}

/** Words of the language are offered anyway: where nobody is signed in, no gateway answers, or not in time. */
async function counted(tree: CommandTree, line: string, saved: SavedSearches): Promise<readonly Facet[]> {
  const asked = askedOfGateway(linePlace(tree, line));
  if (asked === undefined) return [];
  const { promise: waited, resolve } = Promise.withResolvers<readonly Facet[]>();
  const timer = setTimeout(resolve, longestWait, []);
  const { countedValues } = await import('./counted-values.ts');
  const facets = await Promise.race([countedValues(asked, saved).catch(() => []), waited]);
  clearTimeout(timer);
  return facets;
}
