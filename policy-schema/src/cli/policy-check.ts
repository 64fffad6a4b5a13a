import { parseArgs } from 'node:util';
import { loadPolicies } from '../compile/load-policies.ts';
import type { PolicyProblem } from '../compile/problem.ts';
import { findPolicyFiles } from './find-policy-files.ts';
import { readEnvironment } from './read-environment.ts';
import { UsageError } from './usage-error.ts';

/** Where the command writes: results on `out`, trouble with the call itself on `err`. */
export interface CheckIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Exit codes of `policy check`: all files load; some do not; the command could not be carried out. */
export const exitCodes = { ok: 0, problems: 1, usage: 2 } as const;

const usage = 'vectorgate policy check PATH... [--json] [--config vectorgate.yaml]';

const line = ({ file, line, column, code, message, remedy }: PolicyProblem): string =>
  `${file}:${line}:${column}  ${code}  ${message}\n    ${remedy}\n`;

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/**
 * `vectorgate policy check`: prints every problem of policy files with its place, code and remedy. With `--config`
 * the names of connections, issuers and claims are checked too. Resolves to the exit code.
 */
export async function policyCheck(args: readonly string[], io: CheckIo): Promise<number> {
  try {
    const { paths, json, config } = readArguments(args);
    const files = await findPolicyFiles(paths);
    const environment = config === undefined ? undefined : await readEnvironment(config);
    const loaded = loadPolicies({ files, environment });
    const problems = loaded.ok ? [] : loaded.problems;
    if (json) io.out(`${JSON.stringify({ ok: loaded.ok, files: files.length, problems }, undefined, 2)}\n`);
    else if (loaded.ok) {
      const unchecked =
        environment === undefined
          ? ' Names of connections, issuers and claims were not checked: add --config.'
          : '';
      io.out(
        `${counted(files.length, 'policy file')} with ${counted(loaded.set.rules.length, 'rule')}, no errors.${unchecked}\n`,
      );
    } else {
      for (const problem of problems) io.out(line(problem));
      io.out(
        `${counted(problems.length, 'error')} in ${counted(new Set(problems.map(({ file }) => file)).size, 'file')}.\n`,
      );
    }
    return loaded.ok ? exitCodes.ok : exitCodes.problems;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`${error.message}\n`);
    return exitCodes.usage;
  }
}

function readArguments(args: readonly string[]): {
  paths: string[];
  json: boolean;
  config: string | undefined;
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, config: { type: 'string' } },
    });
    if (positionals.length === 0) throw new UsageError(`Name at least one policy file or folder: ${usage}`);
    return { paths: positionals, json: values.json ?? false, config: values.config };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message.split('. ')[0]! : '';
    throw new UsageError(`${reason}. Usage: ${usage}`, { cause: error });
  }
}
