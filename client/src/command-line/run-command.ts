import { shimFolder } from '../broker/shim-folder.ts';
import { withShim } from '../broker/with-shim.ts';
import { ClientError } from '../errors/client-error.ts';
import { keeperHolder } from '../keeper/keeper-holder.ts';
import type { Terminal } from '../output/terminal.ts';
import { workloadSource } from '../workload/workload-source.ts';
import { type CommonOptions, chosenGateway } from './context.ts';
import { runChild } from './run-child.ts';
import { workloadGives, workloadUnused } from './whose-token.ts';
import { withBroker } from './with-broker.ts';

/**
 * `vectorgate run -- COMMAND…`: the command and all its children reach governed databases through the gate, as the
 * person who is signed in, or else as the workload whose token source is named. The broker lives as long as the command;
 * nothing but its address and key is in the command's environment. Returns the command's own exit code, 128 and the
 * signal's number when a signal ended it. Throws `ClientError`: code `signed-out`, and whatever keeps somebody who is signed
 * in from a token.
 */
export async function runCommand(
  command: readonly string[],
  options: CommonOptions,
  terminal: Terminal,
): Promise<number> {
  const gateway = await chosenGateway(options);
  const shim = shimFolder();
  const holder = keeperHolder(gateway);
  const source = workloadSource();
  if (!(await holder.signedIn())) {
    if (source === undefined)
      throw new ClientError(
        'signed-out',
        `You are not signed in to ${gateway}, so governed databases are closed to this command.`,
        `Sign in first: vectorgate login --gateway ${gateway}\nFor a pipeline without a person, set VECTORGATE_TOKEN_FILE or VECTORGATE_TOKEN_COMMAND.`,
      );
    terminal.err(workloadGives(source));
    return runChild(command, {
      VECTORGATE_GATEWAY: gateway,
      PYTHONPATH: withShim(shim, process.env.PYTHONPATH),
    });
  }
  if (source !== undefined) terminal.err(workloadUnused(source));
  return withBroker({ gateway, holder, shim }, (environment) => runChild(command, environment));
}
