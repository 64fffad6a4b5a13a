import { join } from 'node:path';
import { PersonBroker } from '@vectorgate/demo';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import { startWorld, type World } from '../../harness/world.ts';
import { askSocket, type Said } from './ask-socket.ts';
import { IssuedTokens } from './issued-tokens.ts';

/** A program of this folder. */
export const program = (name: string): string => join(import.meta.dirname, name);

/** Two people signed in on one machine, each with a broker as their Jupyter servers have one. */
export interface BrokerWorld {
  readonly world: World;
  readonly ana: PersonBroker;
  readonly omar: PersonBroker;
  readonly issued: IssuedTokens;
  close(): Promise<void>;
}

/** Where a broker listens, and its key. */
export const doorOf = (broker: PersonBroker): { readonly path: string; readonly key: string } => ({
  path: broker.environment.VECTORGATE_BROKER ?? '',
  key: broker.environment.VECTORGATE_BROKER_KEY ?? '',
});

/** Asks a broker as its own processes do; `fields` replace what they would say. */
export const askBroker = (
  broker: PersonBroker,
  fields: Readonly<Record<string, unknown>>,
  patience?: number,
): Promise<Said> => {
  const { path, key } = doorOf(broker);
  return askSocket(path, `${JSON.stringify({ v: 1, key, op: 'token', ...fields })}\n`, patience);
};

export async function startBrokerWorld(): Promise<BrokerWorld> {
  const issued = new IssuedTokens();
  const closers: (() => Promise<unknown>)[] = [async () => issued.close()];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const world = await startWorld({
      policies: { all: policyOf(permitEverything('all', 'issuers: [people]')) },
    });
    closers.push(() => world.close());
    const signedIn = async (login: string): Promise<PersonBroker> => {
      const broker = await PersonBroker.start(world.controlUrl);
      closers.push(() => broker.stop());
      await broker.signIn(login, login);
      return broker;
    };
    return { world, ana: await signedIn('ana'), omar: await signedIn('omar'), issued, close };
  } catch (error) {
    await close();
    throw error;
  }
}
