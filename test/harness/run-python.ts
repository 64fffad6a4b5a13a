import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pythonProgram } from '@vectorgate/demo';

const run = promisify(execFile);

/** Runs a Python program with the real clients and reads the one JSON value that it prints. */
export async function runPython(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<unknown> {
  const { stdout } = await run(pythonProgram(), [program, ...args], {
    env: environment,
    maxBuffer: 64 * 2 ** 20,
  });
  return JSON.parse(stdout);
}
