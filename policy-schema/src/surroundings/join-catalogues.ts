import type { PolicyEnvironment } from '../compile/environment.ts';
import type { Catalogue } from '../language/catalogue.ts';

type Connections = Catalogue['connections'];
type Issuers = Catalogue['issuers'];

/**
 * What a gateway's configuration says, with what a snapshot adds. Without a configuration nobody says which connections
 * and claims there are: a snapshot's names are offered then, and nothing is checked against them.
 */
export function joinCatalogues(
  environment: PolicyEnvironment | undefined,
  known: Catalogue | undefined,
): Catalogue | undefined {
  if (environment === undefined) return known && { ...known, unchecked: true };
  const connections: Connections = environment.connections.map((one) => ({
    ...known?.connections.find(({ name }) => name === one.name),
    ...one,
  }));
  const issuers: Issuers = environment.issuers.map((one) => ({
    ...known?.issuers.find(({ name }) => name === one.name),
    ...one,
  }));
  return { connections, issuers, unsupported: environment.unsupported };
}
