import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ClientError } from '../errors/client-error.ts';
import type { HeldTokens } from './held-tokens.ts';
import type { KeptIn } from './keeper-messages.ts';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/** Starts the process that keeps this sign-in and hands it the tokens through a pipe. @returns where it is kept */
export async function startKeeper(controlUrl: string, tokens: HeldTokens): Promise<KeptIn> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(JSON.stringify({ ...tokens, controlUrl }));
  const ready = once(child.stdout, 'data').then(
    ([said]): KeptIn => (String(said).startsWith('keyring') ? 'keyring' : 'memory'),
  );
  const ended = once(child, 'close').then(() => undefined);
  const kept = await Promise.race([ready, ended]);
  if (kept === undefined)
    throw new ClientError(
      'keeper-failed',
      'The process that keeps your sign-in could not be started.',
      'Try again: vectorgate login',
    );
  child.stdout.destroy();
  child.unref();
  return kept;
}
