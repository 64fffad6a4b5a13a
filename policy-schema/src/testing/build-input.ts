import type { DecideInput } from '../decide/decide-contract.ts';
import type { Filter, Scalar } from '../operation/filter.ts';
import type { ClaimType, Identity } from '../operation/identity.ts';
import type { FieldReference, Operation } from '../operation/operation.ts';
import type { OperationClass } from '../operation/operation-class.ts';
import { every, none, one, type Scope, type Target, unresolved } from '../operation/target.ts';

/** An operation as golden cases write it; what they leave out is a search of customer-cases for 10 hits. */
export interface CaseOperation {
  readonly classes?: readonly OperationClass[];
  readonly implied?: 'handshake' | 'list' | 'describe';
  /** Names of collections; `every`, `none` and `unresolved` mean themselves. */
  readonly targets?: readonly string[];
  readonly tenant?: string;
  readonly renamesTo?: string;
  readonly topK?: number;
  readonly page?: number | 'infinite';
  readonly records?: number;
  readonly offset?: number;
  readonly ids?: readonly string[];
  readonly filter?: Filter;
  readonly references?: readonly FieldReference[];
  readonly returns?: 'all' | readonly string[];
  readonly written?: {
    readonly fields: readonly string[];
    readonly items: readonly Record<string, Scalar>[];
  };
}

export interface CaseIdentity {
  readonly issuer?: string;
  readonly kind?: 'person' | 'service';
  readonly subject?: string;
  readonly groups?: readonly string[];
  readonly groupsComplete?: boolean;
  readonly claims?: Record<string, Scalar | readonly string[]>;
}

export const declaredClaims: Readonly<Record<string, ClaimType>> = {
  tenant: 'string',
  tenants: 'string-list',
  dept: 'string',
  level: 'number',
  cleared: 'boolean',
};

const scopes: Readonly<Record<string, Scope>> = { every, none, unresolved };
const scopeOf = (name: string): Scope => scopes[name] ?? one(name);

const targetOf = (collection: string, tenant: string): Target => ({
  tenant: scopeOf(tenant),
  database: one('default_database'),
  namespace: none,
  collection: scopeOf(collection),
});

export function buildIdentity(given: CaseIdentity = {}): Identity {
  return {
    issuer: 'people',
    kind: 'person',
    subject: 'ana',
    groups: ['analysts'],
    groupsComplete: true,
    claims: { tenant: 'acme' },
    declared: declaredClaims,
    ...given,
  };
}

export function buildOperation(given: CaseOperation = {}): Operation {
  const { targets = ['customer-cases'], tenant = 'default_tenant', renamesTo, topK, page, ...rest } = given;
  const classes = given.classes ?? ['search'];
  return {
    store: 'chroma',
    connection: 'insights',
    name: 'operation',
    records: 1,
    references: [],
    returns: 'all',
    ...rest,
    classes,
    targets: targets.map((name) => targetOf(name, tenant)),
    ...(classes.includes('search') && {
      topK: { value: topK ?? 10, name: 'n_results', given: topK !== undefined },
    }),
    ...(page !== undefined && {
      page: {
        value: page === 'infinite' ? Number.POSITIVE_INFINITY : page,
        name: 'limit',
        given: page !== 'infinite',
      },
    }),
    ...(renamesTo !== undefined && { renamesTo: targetOf(renamesTo, tenant) }),
  };
}

/** One request of golden cases at a fixed instant, on the connection insights. */
export const buildInput = (
  identity: CaseIdentity | undefined,
  operations: readonly CaseOperation[],
): DecideInput => ({
  identity: buildIdentity(identity),
  connection: { name: 'insights', people: 'people' },
  operations: operations.map(buildOperation),
  instant: Date.parse('2026-11-21T12:00:00Z'),
});
