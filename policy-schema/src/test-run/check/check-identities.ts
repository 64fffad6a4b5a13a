import { didYouMean } from '../../compile/did-you-mean.ts';
import type { PolicyEnvironment } from '../../compile/environment.ts';
import { declaredClaims } from '../../compile/environment.ts';
import { inType } from '../../compile/in-type.ts';
import type { PolicySource } from '../../compile/policy-source.ts';
import type { TestIdentity } from '../../schema/test/identity-schema.ts';
import { claimTypeOf } from '../build-identity.ts';
import type { TestDocument } from '../test-document.ts';
import type { TestSurroundings } from './check-tests.ts';

/** Reports issuers that are not configured and claims that they could not have sent so. */
export function checkIdentities(
  { source, written: { spec } }: TestDocument,
  { environment }: TestSurroundings,
): void {
  if (environment === undefined) return;
  for (const [name, identity] of Object.entries(spec.identities)) {
    const at = ['spec', 'identities', name];
    const issuers = environment.issuers.map((issuer) => issuer.name);
    if (identity.issuer !== undefined && !issuers.includes(identity.issuer)) {
      const message = `No issuer is called ${identity.issuer}.`;
      const remedy = didYouMean(identity.issuer, issuers, 'Add it to the configuration.');
      source.atPath([...at, 'issuer'], 'unknown-issuer', message, remedy);
    } else checkClaims(source, name, identity, environment);
  }
}

function checkClaims(
  source: PolicySource,
  name: string,
  { issuer, claims = {} }: TestIdentity,
  environment: PolicyEnvironment,
): void {
  const own = environment.issuers.find((one) => one.name === issuer)?.claims;
  const declared = own ?? declaredClaims(environment);
  for (const [claim, value] of Object.entries(claims)) {
    const at = ['spec', 'identities', name, 'claims', claim];
    const type = Object.hasOwn(declared, claim) ? declared[claim] : undefined;
    if (type === undefined) {
      const message = `No issuer declares a claim called ${claim}.`;
      const remedy = didYouMean(
        claim,
        Object.keys(declared),
        'Declare it for an issuer in the configuration.',
      );
      source.atKey(at, 'unknown-claim', message, remedy);
    } else if (type !== 'mixed' && type !== claimTypeOf(value)) {
      const message = `The claim ${claim} is of type ${type}.`;
      const text = 'Write a value of that type, or leave the claim out.';
      // Of a list of one that one is meant.
      const meant = Array.isArray(value) && value.length === 1 ? value[0] : value;
      const replacement = Array.isArray(meant) && type !== 'string-list' ? undefined : inType(meant, type);
      source.atPath(at, 'claim-type', message, replacement === undefined ? text : { text, replacement });
    }
  }
}
