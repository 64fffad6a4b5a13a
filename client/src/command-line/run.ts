import { printableJson, printableLines } from '@vectorgate/policy-schema/printable';
import { CommanderError } from 'commander';
import { ClientError } from '../errors/client-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import { processTerminal, type Terminal } from '../output/terminal.ts';
import { commandLine, usageExit } from './command-line.ts';

/** Runs the command line. @returns the exit code (errors/exit-codes.ts) */
export async function run(args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  let code: number = exitCodes.fine;
  try {
    await commandLine(terminal, (chosen) => {
      code = chosen;
    }).parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return usageExit(error);
    if (!(error instanceof ClientError)) throw error;
    if (args.includes('--json'))
      terminal.out(
        `${printableJson(JSON.stringify({ error: { code: error.code, message: error.message, next: error.next } }, undefined, 2))}\n`,
      );
    // It may name what stands in somebody's file.
    else terminal.err(printableLines(`VectorGate: ${error.message}\n${error.next}\n`));
    return error.exitCode;
  }
}
