import type { ClaimType } from '../operation/identity.ts';

/** What policies may name, from the gateway's configuration. */
export interface PolicyEnvironment {
  readonly connections: readonly {
    readonly name: string;
    readonly store: string;
    readonly people: string;
    /** Others that lead to the same database, where that is known. */
    readonly sameDatabaseAs?: readonly string[] | undefined;
  }[];
  readonly issuers: readonly {
    readonly name: string;
    readonly claims: Readonly<Record<string, ClaimType>>;
  }[];
  /** This version cannot ask for approval: a binding `require-approval` refuses. */
  readonly canApprove: false;
  /** Mask methods that the gateway cannot enforce: naming one is a load error. */
  readonly unsupported: readonly string[];
}

/** Declared claims of all issuers with their types; `mixed` where issuers differ. */
export function declaredClaims(environment: PolicyEnvironment): Record<string, ClaimType | 'mixed'> {
  const all: Record<string, ClaimType | 'mixed'> = {};
  for (const { claims } of environment.issuers) {
    for (const [name, type] of Object.entries(claims))
      all[name] = Object.hasOwn(all, name) && all[name] !== type ? 'mixed' : type;
  }
  return all;
}
