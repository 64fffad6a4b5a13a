import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { ClientError } from '../errors/client-error.ts';

/** As shells have it. */
const signalled = 128;

const handedOn = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * Runs a command in this terminal until it ends; signals that come to us go on to it. Returns its exit code, 128 and the
 * signal's number when a signal ended it. Throws `ClientError` code `command-failed` when it cannot be started.
 */
export async function runChild(
  [program = '', ...args]: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  let child: ChildProcess | undefined;
  const handOn = (signal: NodeJS.Signals): void => void child?.kill(signal);
  // A terminal sends Ctrl+C to us both: handed on, the command would be told twice.
  const interrupted = (): void => {
    if (!process.stdin.isTTY) child?.kill('SIGINT');
  };
  // Before it runs: a signal that came between would end us and leave it behind.
  for (const signal of handedOn) process.on(signal, handOn);
  process.on('SIGINT', interrupted);
  try {
    child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal === null ? (code ?? 1) : signalled + (constants.signals[signal] ?? 0);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ClientError(
      'command-failed',
      code === 'ENOENT'
        ? `There is no command ${program}.`
        : `${program} could not be started (${code ?? 'unknown'}).`,
      'Check how it is written: vectorgate run -- COMMAND…',
      { cause },
    );
  } finally {
    for (const signal of handedOn) process.off(signal, handOn);
    process.off('SIGINT', interrupted);
  }
}
