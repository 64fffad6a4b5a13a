import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

export interface Ran {
  readonly code: number | null;
  /** Where the log goes. */
  readonly out: string;
  /** What a person reads. */
  readonly err: string;
}

/** Runs `vectorgate-gateway` with these arguments to its end; one that does not end by itself is ended after 20 s. `under`: what starts it. */
export async function runGateway(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  under: readonly string[] = [],
): Promise<Ran> {
  const program = new URL('../../gateway/bin/vectorgate-gateway.mjs', import.meta.url).pathname;
  const [first = '', ...rest] = [...under, process.execPath, program, ...args];
  const child = spawn(first, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    timeout: 20_000,
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
