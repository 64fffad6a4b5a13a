import type { Catalogue, CatalogueCollection } from '../language/catalogue.ts';

const placeOf = ({ tenant, database, name }: CatalogueCollection): string =>
  JSON.stringify([tenant ?? '', database ?? '', name]);

/**
 * What a gateway tells now, with fields that a snapshot knows of collections which nobody looked into since. Of what both
 * tell, the gateway's word counts; connections that it does not have are not there.
 */
export function overlayCatalogues(
  snapshot: Catalogue | undefined,
  live: Catalogue | undefined,
): Catalogue | undefined {
  if (snapshot === undefined || live === undefined) return live ?? snapshot;
  const connections = live.connections.map((connection) => {
    const before = snapshot.connections.find(({ name }) => name === connection.name);
    if (before === undefined) return connection;
    const { collections } = connection;
    const known = new Map(
      (before.collections ?? []).flatMap((one) => [
        [placeOf(one), one] as const,
        // Snapshots written by hand leave out where a collection lies.
        [one.name, one] as const,
      ]),
    );
    return {
      ...before,
      ...connection,
      collections:
        collections === undefined
          ? before.collections
          : collections.map((one) => {
              const older =
                one.fields === undefined ? (known.get(placeOf(one)) ?? known.get(one.name)) : undefined;
              return older?.fields === undefined
                ? one
                : { ...one, fields: older.fields, sampled: older.sampled, records: older.records };
            }),
    };
  });
  const issuers = live.issuers.map((issuer) => {
    const before = snapshot.issuers.find(({ name }) => name === issuer.name);
    if (before === undefined) return issuer;
    const both = (key: 'groups' | 'services' | 'subjects') =>
      before[key] === undefined && issuer[key] === undefined
        ? {}
        : { [key]: [...new Set([...(before[key] ?? []), ...(issuer[key] ?? [])])] };
    return { ...before, ...issuer, ...both('groups'), ...both('services'), ...both('subjects') };
  });
  return { ...live, connections, issuers };
}
