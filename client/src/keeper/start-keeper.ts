import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ClientError } from '../errors/client-error.ts';
import type { HeldTokens } from './held-tokens.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Starts the process that keeps this sign-in and hands it the tokens through a pipe. */
export async function startKeeper(controlUrl: string, tokens: HeldTokens): Promise<void> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(JSON.stringify({ ...tokens, controlUrl }));
  const ready = once(child.stdout, 'data').then(() => true);
  const ended = once(child, 'close').then(() => false);
  if (!(await Promise.race([ready, ended])))
    throw new ClientError(
      'keeper-failed',
      'The process that keeps your sign-in could not be started.',
      'Try again: vectorgate login',
    );
  child.stdout.destroy();
  child.unref();
}
