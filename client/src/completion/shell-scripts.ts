import { bashScript } from './bash-script.ts';
import type { CommandTree } from './command-tree.ts';
import { fishScript } from './fish-script.ts';
import { zshScript } from './zsh-script.ts';

/** The shells that complete `vectorgate`, each with what makes it do so. */
export const shellScripts: Readonly<Record<string, (tree: CommandTree) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};
