import type { Request } from 'express';
import type { Configuration } from '../configuration/configuration.ts';
import type { TokenVerifier, Verified } from '../identity/verifier.ts';
import { Refusal } from '../pipeline/refusal.ts';

/** Who asks the API, and what they may beside reading records, which policy says. */
export interface Caller extends Verified {
  readonly policyReader: boolean;
  /** May put policies in force; then they read them, too. */
  readonly policyPublisher: boolean;
  /** May have sessions forgotten. */
  readonly custodian: boolean;
}

/** Authenticates by the bearer token. Rejects with `Refusal` of kind `unauthenticated`. */
export async function callerOf(
  req: Request,
  verifier: TokenVerifier,
  configuration: Configuration,
): Promise<Caller> {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (token === undefined) {
    throw new Refusal(
      'unauthenticated',
      'signed-out',
      'you are not signed in.',
      'Sign in, in the editor or with: vectorgate login',
    );
  }
  const verified = await verifier.verify(token);
  const { issuer, kind, groups, subject } = verified.identity;
  const people = configuration.issuers.find((candidate) => candidate.signIn !== undefined)?.name;
  const isIn = (named: readonly string[]): boolean =>
    issuer === people && kind === 'person' && named.some((group) => groups.includes(group));
  const { publishers } = configuration.policy;
  const policyPublisher =
    publishers !== undefined &&
    (isIn(publishers.groups) || (kind === 'service' && publishers.services.includes(`${issuer}:${subject}`)));
  return {
    ...verified,
    policyReader: policyPublisher || isIn(configuration.policyReaders.groups),
    policyPublisher,
    custodian: isIn(configuration.custodians.groups),
  };
}
