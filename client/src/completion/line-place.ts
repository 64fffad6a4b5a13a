import type { CommandTree, OptionValue } from './command-tree.ts';
import { type LineWord, lineWords } from './line-words.ts';

/** Where in a line somebody types. */
export interface LinePlace {
  readonly typed: LineWord;
  /** Words that may stand there. */
  readonly words: readonly string[];
  /** The terms before it, where it is one of a query. */
  readonly terms?: readonly string[];
  /** The query is asked among what others did, too. */
  readonly all: boolean;
  /** The gateway that the line names. */
  readonly gateway?: string;
}

/**
 * Where the last word of a line stands that begins with the program's name. No words and no terms where the shell's own files
 * are the better offer.
 */
export function linePlace(tree: CommandTree, line: string): LinePlace {
  const words = lineWords(line);
  const typed = words.at(-1)!;
  let command = tree;
  let option = '';
  let value: OptionValue = 'none';
  let terms: string[] = [];
  let all = false;
  let gateway: string | undefined;
  for (const { text } of words.slice(1, -1)) {
    // Behind it stands the command of somebody else.
    if (text === '--') return { typed, words: [], all };
    if (value !== 'none') {
      if (option === '--gateway') gateway = text;
      value = 'none';
    } else if (Object.hasOwn(command.options, text)) {
      option = text;
      value = command.options[text] ?? 'none';
      all ||= text === '--all';
    } else if (Object.hasOwn(command.commands, text)) {
      command = command.commands[text] ?? command;
      terms = [];
    } else terms.push(text);
  }
  const place = { typed, words: [], all, ...(gateway !== undefined && { gateway }) };
  if (value === 'query') return { ...place, terms: [] };
  if (typeof value === 'object') return { ...place, words: value };
  if (value === 'other') return place;
  if (typed.text.startsWith('--') || (typed.text === '-' && !command.query))
    return { ...place, words: Object.keys(command.options) };
  if (command.query) return { ...place, terms };
  return { ...place, words: [...Object.keys(command.commands), ...(command.words ?? [])] };
}
