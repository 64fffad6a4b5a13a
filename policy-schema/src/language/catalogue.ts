import type { PolicyEnvironment } from '../compile/environment.ts';
import type { ClaimType } from '../operation/identity.ts';

/** A field beside the vectors of a collection, by its path. */
export interface CatalogueField {
  readonly path: string;
  readonly type?: FieldType | undefined;
  /** Where values of several types were met: those, the most frequent first. */
  readonly types?: readonly FieldType[] | undefined;
  /** In how many of the records that were looked at it was met. */
  readonly records?: number | undefined;
}

export type FieldType = 'string' | 'number' | 'boolean' | 'list' | 'map';

export interface CatalogueCollection {
  readonly name: string;
  readonly tenant?: string | undefined;
  readonly database?: string | undefined;
  /** How many numbers its vectors have, how near is measured, how many records it has. */
  readonly dimension?: number | undefined;
  readonly metric?: string | undefined;
  readonly records?: number | undefined;
  /** Absent: not known. */
  readonly fields?: readonly CatalogueField[] | undefined;
  /** How many records were looked at for the fields: there may be others. Absent: those are all. */
  readonly sampled?: number | undefined;
}

export interface CatalogueConnection {
  readonly name: string;
  readonly store: string;
  /** The issuer of the people who use it. */
  readonly people?: string | undefined;
  /** Other connections that lead to the same database: what rules say of this one does not hold there. */
  readonly sameDatabaseAs?: readonly string[] | undefined;
  /** There may be more collections than are listed: none is called unknown. */
  readonly partial?: boolean | undefined;
  /** Each list is whole where it is given, unless it is said otherwise; absent: not known. */
  readonly tenants?: readonly string[] | undefined;
  readonly databases?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly collections?: readonly CatalogueCollection[] | undefined;
}

export interface CatalogueIssuer {
  readonly name: string;
  readonly claims: Readonly<Record<string, ClaimType>>;
  /** Those that are known; an issuer may have more. */
  readonly groups?: readonly string[] | undefined;
  readonly services?: readonly string[] | undefined;
  readonly subjects?: readonly string[] | undefined;
  /** The groups are some that were met: none is called unknown. */
  readonly partial?: boolean | undefined;
}

/** What exists: the names that policies may use. Made from a gateway's configuration, a snapshot, or a gateway's answers. */
export interface Catalogue {
  readonly connections: readonly CatalogueConnection[];
  readonly issuers: readonly CatalogueIssuer[];
  /** Whether there may be others: what is here is offered and explained, and nothing is checked against it. */
  readonly unchecked?: boolean | undefined;
  /** When it was taken, in milliseconds since the epoch. */
  readonly taken?: number | undefined;
  /** Whether a gateway told it now or lately, for this person. */
  readonly live?: boolean | undefined;
  /** Whether it tells all connections, and all claims of each issuer, so that nothing else has to. */
  readonly saysClaims?: boolean | undefined;
  /** Whether a gateway's configuration says which connections and issuers there are. */
  readonly configured?: boolean | undefined;
  /** Mask methods that the gateway cannot enforce. */
  readonly unsupported?: readonly string[] | undefined;
}

/** What the compiler checks names against. */
export const environmentOf = ({ connections, issuers, unsupported }: Catalogue): PolicyEnvironment => ({
  connections: connections.map(({ name, store, people }) => ({
    name,
    store,
    people: people ?? issuers[0]?.name ?? '',
  })),
  issuers: issuers.map(({ name, claims }) => ({ name, claims })),
  canApprove: false,
  unsupported: unsupported ?? [],
});
