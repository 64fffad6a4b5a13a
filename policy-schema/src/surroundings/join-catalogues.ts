import type { PolicyEnvironment } from '../compile/environment.ts';
import type { Catalogue } from '../language/catalogue.ts';

type Connections = Catalogue['connections'];
type Issuers = Catalogue['issuers'];

/**
 * What a gateway's configuration says, with what a catalogue adds. Without a configuration and a catalogue that says which
 * connections and claims there are, names are offered, and nothing is checked against them.
 */
export function joinCatalogues(
  environment: PolicyEnvironment | undefined,
  known: Catalogue | undefined,
): Catalogue | undefined {
  if (environment === undefined) return known && { ...known, unchecked: !known.saysClaims };
  const connections: Connections = environment.connections.map((one) => ({
    ...known?.connections.find(({ name }) => name === one.name),
    ...one,
  }));
  const issuers: Issuers = environment.issuers.map((one) => ({
    ...known?.issuers.find(({ name }) => name === one.name),
    ...one,
  }));
  return { ...known, connections, issuers, configured: true, unsupported: environment.unsupported };
}
