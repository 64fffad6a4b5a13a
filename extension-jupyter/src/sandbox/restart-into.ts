import type { Kernel } from '@jupyterlab/services';
import { ServerProblem } from '../server/server-problem.ts';
import { runSilently } from './run-silently.ts';

/**
 * Restarts a kernel and leads it to a sandbox by `code`, which is queued as the restart begins: a cell that is run meanwhile
 * waits behind it. Throws `ServerProblem` where it was not led.
 */
export async function restartInto(kernel: Kernel.IKernelConnection, code: string): Promise<void> {
  const restarted = kernel.restart();
  const [ran] = await Promise.all([runSilently(kernel, code), restarted]);
  if (ran.ok) return;
  throw ran.error === 'VectorGateError'
    ? new ServerProblem({
        code: 'not_led',
        message:
          'its kernel was restarted, and the sandbox has ended or does not answer. Its cells reach no store.',
        next: 'Restart its kernel to go through the gate again, or start the sandbox again.',
      })
    : new ServerProblem({
        code: 'not_led',
        message: 'its kernel did not take it: it may run on another machine, or by a Python older than 3.9.',
        next: 'Run the notebook by jupyter execute, behind the command in a terminal.',
      });
}
