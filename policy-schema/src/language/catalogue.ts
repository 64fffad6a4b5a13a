import type { PolicyEnvironment } from '../compile/environment.ts';
import type { ClaimType } from '../operation/identity.ts';

/** A field beside the vectors of a collection, by its path. */
export interface CatalogueField {
  readonly path: string;
  readonly type?: 'string' | 'number' | 'boolean' | 'list' | 'map' | undefined;
}

export interface CatalogueCollection {
  readonly name: string;
  /** Absent: not known. */
  readonly fields?: readonly CatalogueField[] | undefined;
}

export interface CatalogueConnection {
  readonly name: string;
  readonly store: string;
  /** The issuer of the people who use it. */
  readonly people?: string | undefined;
  /** Each list is whole where it is given; absent: not known. */
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
}

/** What exists: the names that policies may use. Made from a gateway's configuration, a snapshot, or a gateway's answers. */
export interface Catalogue {
  readonly connections: readonly CatalogueConnection[];
  readonly issuers: readonly CatalogueIssuer[];
  /** Whether there may be others: what is here is offered and explained, and nothing is checked against it. */
  readonly unchecked?: boolean | undefined;
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
