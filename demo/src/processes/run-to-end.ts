import { spawn } from 'node:child_process';
import { DemoError } from '../demo-error.ts';

/** Runs a program to its end. Throws with the last of what it printed when it fails. */
export async function runToEnd(
  what: string,
  program: string,
  args: readonly string[],
  folder: string,
): Promise<void> {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new DemoError(`${what}: ${program} could not be started.`, 'Run: npm run setup', { cause })),
    );
    child.once('close', resolve);
  });
  if (code !== 0) throw new DemoError(`${what} failed (exit ${code}).`, `It said:\n${said.trimEnd()}`);
}
