import type { ClaimType, Identity } from '@vectorgate/policy-schema';
import type { IssuerConfiguration } from '../configuration/configuration.ts';

/** What is kept of a person's or workload's claims: the declared ones alone, of their declared type. */
export type KnownClaims = Pick<Identity, 'name' | 'groups' | 'groupsComplete' | 'claims'>;

export const isStringList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const hasType = (value: unknown, type: ClaimType): value is string | number | boolean | readonly string[] =>
  type === 'string-list'
    ? isStringList(value)
    : type === 'number'
      ? Number.isFinite(value)
      : typeof value === type;

/** The declared claims that are there and of their declared type; one of another type counts as absent. */
export function declaredClaims(
  declared: Readonly<Record<string, ClaimType>>,
  raw: Readonly<Record<string, unknown>>,
): Identity['claims'] {
  const claims: Record<string, string | number | boolean | readonly string[]> = {};
  for (const [name, type] of Object.entries(declared)) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (hasType(value, type)) claims[name] = value;
  }
  return claims;
}

/**
 * Filters an issuer's claims by its configuration. Groups that are absent or malformed leave the list incomplete
 * whatever the configuration says: absence is then unknown, not no.
 */
export function readClaims(issuer: IssuerConfiguration, raw: Readonly<Record<string, unknown>>): KnownClaims {
  const own = (name: string): unknown => (Object.hasOwn(raw, name) ? raw[name] : undefined);
  const groups = issuer.groups && own(issuer.groups.claim);
  const name = own(issuer.nameClaim);
  return {
    groups: isStringList(groups) ? [...new Set(groups)] : [],
    groupsComplete: isStringList(groups) && issuer.groups?.complete === true,
    claims: declaredClaims(issuer.claims, raw),
    ...(typeof name === 'string' && name !== '' && { name }),
  };
}
