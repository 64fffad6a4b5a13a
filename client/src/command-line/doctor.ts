import { join } from 'node:path';
import { knownDiscovery } from '../broker/known-discovery.ts';
import { shimFolder } from '../broker/shim-folder.ts';
import { startBroker } from '../broker/start-broker.ts';
import { keeperHolder } from '../keeper/keeper-holder.ts';
import { type CommonOptions, chosenGateway } from './context.ts';
import { runChild } from './run-child.ts';

/**
 * `vectorgate doctor`: what a program that `vectorgate run` starts in that Python would meet: which libraries lead through
 * the gate, which names are governed, who is signed in, and what to do. Returns 1 when something is to be done.
 */
export async function doctor(options: CommonOptions & { readonly python: string }): Promise<number> {
  const gateway = await chosenGateway(options);
  const shim = shimFolder();
  const program = [options.python, join(shim, '..', 'doctor.py')];
  const broker = await startBroker({
    holder: keeperHolder(gateway),
    discover: knownDiscovery(gateway),
    shim,
  });
  try {
    return await runChild(program, broker.environment(process.env.PYTHONPATH));
  } finally {
    await broker.close();
  }
}
