import type { PolicySet } from '@vectorgate/policy-schema';

/** Tenants that rules about a connection name without a star. */
export function tenantsNamed({ rules }: PolicySet, connection: string): readonly string[] {
  const names = new Set<string>();
  for (const { resources } of rules) {
    if (resources?.connections !== undefined && !resources.connections.includes(connection)) continue;
    for (const { parts } of resources?.tenants ?? []) if (parts.length === 1) names.add(parts[0]!);
  }
  return [...names];
}
