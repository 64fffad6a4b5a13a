import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Ran } from './run-gateway.ts';

/** Runs the command line `vectorgate` with these arguments to its end. */
export async function runVectorgate(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const program = new URL('../../client/bin/vectorgate.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
