import { knownDiscovery } from '../broker/known-discovery.ts';
import { startBroker } from '../broker/start-broker.ts';
import type { TokenHolder } from '../broker/token-holder.ts';

/** Runs a broker for as long as `work` takes, which gets what the processes it starts need in their environment. */
export async function withBroker<Result>(
  {
    gateway,
    holder,
    shim,
  }: { readonly gateway: string; readonly holder: TokenHolder; readonly shim: string },
  work: (environment: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const broker = await startBroker({ holder, discover: knownDiscovery(gateway), shim });
  try {
    return await work(broker.environment(process.env.PYTHONPATH));
  } finally {
    await broker.close();
  }
}
