import { join } from 'node:path';
import { shimFolder } from '../broker/shim-folder.ts';
import { keeperHolder } from '../keeper/keeper-holder.ts';
import { type CommonOptions, chosenGateway } from './context.ts';
import { runChild } from './run-child.ts';
import { withBroker } from './with-broker.ts';

/**
 * `vectorgate doctor`: what a program that `vectorgate run` starts in that Python would meet: which libraries lead through
 * the gate, which names are governed, who is signed in, and what to do. Returns 1 when something is to be done.
 */
export async function doctor(options: CommonOptions & { readonly python: string }): Promise<number> {
  const gateway = await chosenGateway(options);
  const shim = shimFolder();
  const program = [options.python, join(shim, '..', 'doctor.py')];
  return withBroker({ gateway, holder: keeperHolder(gateway), shim }, (environment) =>
    runChild(program, environment),
  );
}
