import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { UsageError } from '../errors/usage-error.ts';

/** Arguments of a command: paths and options. Others are wrong usage. */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  usage: string,
) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    if (positionals.length === 0) throw new UsageError(`Name at least one policy file or folder: ${usage}`);
    return { paths: positionals, values };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message.split('. ')[0]! : '';
    throw new UsageError(`${reason}. Usage: ${usage}`, { cause: error });
  }
}
