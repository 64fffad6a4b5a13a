import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { SandboxStanding } from '@vectorgate/replay-ui/host';
import type { GovernedProcess } from '../broker/process-list.ts';
import { ClientError } from '../errors/client-error.ts';
import { exitCodes } from '../errors/exit-codes.ts';
import type { Sandbox } from './open-sandbox.ts';
import { tellSandbox } from './tell-sandbox.ts';

/**
 * Keeps a sandbox open for another program, which starts those that run in it: until `input` ends, nobody reads `output` any
 * more, or a signal. Each line that is told is one object of JSON: first what programs need in their environment, then how it stands, again and again
 * (docs/sandbox.md). Returns the exit code.
 */
export async function serveSandbox(
  open: () => Promise<Sandbox>,
  input: Readable,
  output: Writable,
): Promise<number> {
  const say = (
    told:
      | { readonly standing: SandboxStanding; readonly programs?: readonly GovernedProcess[] }
      | { readonly environment: object },
  ): void => void output.write(`${JSON.stringify(told)}\n`);
  const ending = new AbortController();
  const end = (): void => ending.abort();
  input.once('end', end).once('close', end).resume();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
  // Nobody hears it any more where that program was killed: then it ends in good order, and what cannot be told is not.
  output.on('error', end);
  let sandbox: Sandbox;
  try {
    sandbox = await open();
  } catch (error) {
    // Nothing waits for its end any more.
    input.destroy();
    if (!(error instanceof ClientError)) throw error;
    say({ standing: { state: 'failed', message: error.message, remedy: error.next } });
    return error.exitCode;
  }
  say({ environment: sandbox.environment() });
  const stop = tellSandbox(sandbox, (standing) => say({ standing, programs: sandbox.programs() }));
  if (!ending.signal.aborted) await once(ending.signal, 'abort');
  stop();
  const counts = sandbox.counts();
  await sandbox.close();
  say({ standing: { state: 'ended', counts } });
  input.destroy();
  return exitCodes.fine;
}
