import type { PolicyEnvironment } from '../compile/environment.ts';
import type { ClaimType, Identity } from '../operation/identity.ts';
import type { TestIdentity } from '../schema/test/identity-schema.ts';

type Claims = NonNullable<TestIdentity['claims']>;

/** The type that a claim would have to be declared with. */
export const claimTypeOf = (value: Claims[string]): ClaimType =>
  Array.isArray(value) ? 'string-list' : (typeof value as 'string' | 'number' | 'boolean');

/** Claims that an issuer declares: by the configuration, or, where it is not known, those that the test gives. */
export function declaredBy(
  issuer: string,
  claims: Claims,
  environment: PolicyEnvironment | undefined,
): Readonly<Record<string, ClaimType>> {
  if (environment !== undefined) return environment.issuers.find(({ name }) => name === issuer)?.claims ?? {};
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimTypeOf(value)]));
}

/** An identity of a test as the gateway would hand it to policy. */
export function buildIdentity(
  name: string,
  written: TestIdentity,
  people: string,
  environment: PolicyEnvironment | undefined,
): Identity {
  const { issuer = people, claims = {} } = written;
  return {
    issuer,
    kind: written.kind ?? 'person',
    subject: written.subject ?? name,
    groups: written.groups ?? [],
    groupsComplete: written.groupsComplete ?? true,
    claims,
    declared: declaredBy(issuer, claims, environment),
  };
}
