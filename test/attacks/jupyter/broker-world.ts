import { join } from 'node:path';
import { PersonBroker } from '@vectorgate/demo';
import { ClientBroker } from '../../harness/client-broker.ts';
import { permitEverything, policyOf } from '../../harness/policies.ts';
import { startWorld, type World } from '../../harness/world.ts';
import { askSocket, type Said } from './ask-socket.ts';
import { IssuedTokens } from './issued-tokens.ts';

/** A program of this folder. */
export const program = (name: string): string => join(import.meta.dirname, name);

/** The two that speak docs/broker-protocol.md: of the Jupyter server (Python), of the client library (TypeScript). */
export const brokerKinds = ['Jupyter server', 'client library'] as const;
export type BrokerKind = (typeof brokerKinds)[number];
export type AnyBroker = PersonBroker | ClientBroker;

/** Two people signed in on one machine, each with a broker as their Jupyter servers have one. */
export interface BrokerWorld {
  readonly world: World;
  readonly ana: AnyBroker;
  readonly omar: AnyBroker;
  readonly issued: IssuedTokens;
  close(): Promise<void>;
}

/** Where a broker listens, and its key. */
export const doorOf = (broker: AnyBroker): { readonly path: string; readonly key: string } => ({
  path: broker.environment.VECTORGATE_BROKER ?? '',
  key: broker.environment.VECTORGATE_BROKER_KEY ?? '',
});

/** Asks a broker as its own processes do; `fields` replace what they would say. */
export const askBroker = (
  broker: AnyBroker,
  fields: Readonly<Record<string, unknown>>,
  patience?: number,
): Promise<Said> => {
  const { path, key } = doorOf(broker);
  return askSocket(path, `${JSON.stringify({ v: 1, key, op: 'token', ...fields })}\n`, patience);
};

export async function startBrokerWorld(kind: BrokerKind = 'Jupyter server'): Promise<BrokerWorld> {
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
    const signedIn = async (login: string): Promise<AnyBroker> => {
      const broker = await (kind === 'client library' ? ClientBroker : PersonBroker).start(world.controlUrl);
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
