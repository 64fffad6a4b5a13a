import { readSavedSearches } from '../searches/saved-searches.ts';
import type { CommandTree } from './command-tree.ts';
import { completeLine } from './complete-line.ts';
import { lineWords } from './line-words.ts';

/**
 * `vectorgate complete TREE LINE WORD`, for the shell's script: prints what may stand for WORD, which is what the shell takes
 * for the word at the line's end. To a shell a colon or a quote may begin one.
 */
export async function complete([tree = '', line = '', word = '']: readonly string[]): Promise<string> {
  // There is no place to tell of a file that cannot be read: the search itself does.
  const saved = await readSavedSearches().catch(() => ({}));
  const { raw } = lineWords(line).at(-1)!;
  const before = raw.endsWith(word) ? raw.length - word.length : 0;
  return completeLine(JSON.parse(tree) as CommandTree, line, saved)
    .map((text) => `${text.slice(before)}\n`)
    .join('');
}
