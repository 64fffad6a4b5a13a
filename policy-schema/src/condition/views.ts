import { filterFields } from '../operation/filter-fields.ts';
import type { Identity } from '../operation/identity.ts';
import type { Operation } from '../operation/operation.ts';
import type { Scope, Target } from '../operation/target.ts';
import type { ConditionInput } from './condition.ts';

/** Longest list that a condition reads; a longer one is unknown, because evaluation has no other bound. */
const longest = 1000;
const largest = 2n ** 63n - 1n;

const bounded = (list: readonly string[]): readonly string[] | undefined =>
  list.length > longest ? undefined : list;

/** A number as CEL's int. Infinite: the largest. Not whole: unknown. */
const int = (value: number | undefined): bigint | undefined => {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return largest;
  return Number.isSafeInteger(value) ? BigInt(value) : undefined;
};

// The engine knows these classes by their constructor. A field that is undefined errors when it is read.

export class ClaimsView {
  [name: string]: unknown;
  constructor(identity: Identity, names: Iterable<string>) {
    for (const name of names) {
      // The engine tells types by `constructor`; a claim of that name, or one that is the prototype, stays unknown.
      if (name === 'constructor' || name === '__proto__') continue;
      const value = Object.hasOwn(identity.claims, name) ? identity.claims[name] : undefined;
      this[name] = Array.isArray(value) ? bounded(value as readonly string[]) : value;
    }
  }
}

export class IdentityView {
  readonly subject: string;
  readonly issuer: string;
  readonly kind: string;
  readonly groups: readonly string[] | undefined;
  readonly claims: object;

  /** Names as rules write them: bare for the connection's people, else prefixed with the issuer. */
  constructor({ identity, connection }: ConditionInput['input'], claims: object) {
    const bare = identity.issuer === connection.people;
    const named = (name: string): string => (bare ? name : `${identity.issuer}:${name}`);
    this.subject = named(identity.subject);
    this.issuer = identity.issuer;
    this.kind = identity.kind;
    // An incomplete list would answer "not a member" where nobody knows.
    this.groups = identity.groupsComplete
      ? bounded(bare ? identity.groups : identity.groups.map(named))
      : undefined;
    this.claims = claims;
  }
}

const nameOf = (scope: Scope): string | undefined => (scope.is === 'one' ? scope.name : undefined);

export class TargetView {
  readonly tenant: string | undefined;
  readonly database: string | undefined;
  readonly namespace: string | undefined;
  readonly collection: string | undefined;

  constructor(target: Target) {
    this.tenant = nameOf(target.tenant);
    this.database = nameOf(target.database);
    this.namespace = nameOf(target.namespace);
    this.collection = nameOf(target.collection);
  }
}

export class RequestView {
  readonly records: bigint | undefined;
  readonly topK: bigint | undefined;
  readonly page: bigint | undefined;
  readonly offset: bigint | undefined;
  readonly filtered: readonly string[] | undefined;
  readonly returns: readonly string[] | undefined;
  readonly writes: readonly string[] | undefined;

  constructor(operation: Operation) {
    const filtered = operation.filter === undefined ? [] : filterFields(operation.filter);
    this.records = int(operation.records);
    this.topK = int(operation.topK?.value);
    this.page = int(operation.page?.value);
    this.offset = int(operation.offset ?? 0);
    this.filtered = filtered === 'all' ? undefined : bounded(filtered);
    this.returns = operation.returns === 'all' ? undefined : bounded(operation.returns);
    this.writes = operation.written === undefined ? undefined : bounded(operation.written.fields);
  }
}
