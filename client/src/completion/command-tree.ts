import type { Command } from 'commander';

/** What may stand behind an option: nothing, one of some words, a query of records, or what cannot be told. */
export type OptionValue = 'none' | 'query' | 'other' | readonly string[];

/** A command as a shell completes it. */
export interface CommandTree {
  readonly commands: Readonly<Record<string, CommandTree>>;
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Words of which its argument is one. */
  readonly words?: readonly string[];
  /** Its arguments are a query of records. */
  readonly query: boolean;
}

/** What there is to complete of a command and those below it. */
export function commandTree(command: Command): CommandTree {
  const [argument] = command.registeredArguments;
  return {
    commands: Object.fromEntries(command.commands.map((one) => [one.name(), commandTree(one)])),
    options: Object.fromEntries([
      ...command.options.map(({ long, argChoices, required, optional }) => [
        long ?? '',
        !required && !optional ? 'none' : (argChoices ?? (long === '--query' ? 'query' : 'other')),
      ]),
      ['--help', 'none'],
    ]),
    ...(argument?.argChoices !== undefined && { words: argument.argChoices }),
    query: argument?.name() === 'query',
  };
}
