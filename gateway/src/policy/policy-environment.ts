import type { PolicyEnvironment } from '@vectorgate/policy-schema';
import type { Configuration } from '../configuration/configuration.ts';

/** What policy may name, from the configuration. */
export function policyEnvironment(
  configuration: Pick<Configuration, 'issuers' | 'connections'>,
): PolicyEnvironment {
  const people = configuration.issuers.find((issuer) => issuer.signIn !== undefined)?.name ?? '';
  return {
    connections: configuration.connections.map(({ name, store, people: own }) => ({
      name,
      store,
      people: own ?? people,
    })),
    issuers: configuration.issuers.map(({ name, claims }) => ({ name, claims })),
    canApprove: false,
    unsupported: [],
  };
}
