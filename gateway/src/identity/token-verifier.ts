import type { Identity } from '@vectorgate/policy-schema';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { IssuerConfiguration } from '../configuration/configuration.ts';
import { IssuerKeys, IssuerUnreachable } from './issuer-keys.ts';
import { declaredClaims, isStringList, readClaims } from './read-claims.ts';
import type { SignInSessions } from './sign-in-sessions.ts';
import type { SigningKeys } from './signing-keys.ts';
import { readTokenStrictly, type UnverifiedToken } from './strict-token.ts';
import * as unauthenticated from './unauthenticated.ts';
import { VerifiedCache } from './verified-cache.ts';
import type { TokenVerifier, Verified } from './verifier.ts';

export interface VerifierParts {
  readonly issuers: readonly IssuerConfiguration[];
  /** Our own issuer and audience. */
  readonly ownIssuer: string;
  readonly audience: string;
  readonly accessTokenSeconds: number;
  readonly keys: SigningKeys;
  readonly sessions: SignInSessions;
}

/** Clocks of gateways that share sessions may differ by this much, in seconds. */
const ownTolerance = 2;
const workloadTolerance = 5;
/** A workload's token may be at most this old, in seconds. */
const workloadMaxAge = 86_400;

interface Workloads {
  readonly issuer: IssuerConfiguration;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly keys: IssuerKeys;
}

/** Marks of tokens that say who signed in, or that somebody signed out, and give no access. */
const isNoAccessToken = (
  payload: Readonly<Record<string, unknown>>,
  clientId: string | undefined,
): boolean => {
  const audience = payload.aud;
  return (
    ['nonce', 'at_hash', 'c_hash', 's_hash', 'events', 'cnf'].some((name) => Object.hasOwn(payload, name)) ||
    payload.typ === 'ID' ||
    payload.token_use === 'id' ||
    (clientId !== undefined &&
      (audience === clientId || (Array.isArray(audience) && audience.includes(clientId))))
  );
};

/** Verifies our own access tokens and those of trusted issuers' workloads. */
export class GateTokenVerifier implements TokenVerifier {
  readonly #parts: VerifierParts;
  readonly #people: IssuerConfiguration;
  readonly #workloads = new Map<string, Workloads>();
  readonly #cache = new VerifiedCache();

  constructor(parts: VerifierParts, people: IssuerConfiguration) {
    this.#parts = parts;
    this.#people = people;
    for (const issuer of parts.issuers) {
      if (issuer.workloads === undefined) continue;
      const keys = new IssuerKeys(issuer.issuer, () => this.#cache.dropIssuer(issuer.name));
      this.#workloads.set(issuer.issuer, { issuer, keys, ...issuer.workloads });
    }
    parts.sessions.onEnded(({ id }) => this.#cache.dropSession(id));
  }

  async verify(token: string): Promise<Verified> {
    const known = this.#cache.get(token, Date.now());
    if (known !== undefined) return known;
    const epoch = this.#cache.epoch;
    const read = readTokenStrictly(token);
    if (read === undefined) throw unauthenticated.tokenUnknown();
    const verified = await this.#verify(token, read);
    this.#cache.add(token, verified, Date.now(), epoch);
    return verified;
  }

  #verify(token: string, read: UnverifiedToken): Promise<Verified> {
    const issuer = read.payload.iss;
    if (issuer === this.#parts.ownIssuer) return this.#verifyOwn(token, read);
    const workloads = typeof issuer === 'string' ? this.#workloads.get(issuer) : undefined;
    if (workloads === undefined) throw unauthenticated.tokenUnknown();
    return this.#verifyWorkload(token, read, workloads);
  }

  async #verifyOwn(token: string, read: UnverifiedToken): Promise<Verified> {
    const { ownIssuer, audience, accessTokenSeconds, keys, sessions } = this.#parts;
    await keys.upToDate();
    const find: JWTVerifyGetKey = ({ kid }) => {
      const key = keys.publicKeys.get(kid ?? '');
      if (key === undefined) throw new errors.JWKSNoMatchingKey();
      return key;
    };
    let payload: Awaited<ReturnType<typeof jwtVerify>>['payload'];
    try {
      if (read.header.typ !== 'at+jwt' || Array.isArray(read.payload.aud))
        throw new Error('not one of our access tokens');
      ({ payload } = await jwtVerify(token, find, {
        algorithms: ['ES256'],
        issuer: ownIssuer,
        audience,
        typ: 'at+jwt',
        clockTolerance: ownTolerance,
        maxTokenAge: accessTokenSeconds,
        requiredClaims: ['exp', 'iat', 'sub', 'jti', 'sid', 'client_id'],
      }));
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated.tokenExpired(error);
      throw unauthenticated.tokenRefused(error);
    }
    const {
      sub,
      sid,
      exp,
      client_id: clientId,
      name,
      groups,
      vg_claims: claims,
      vg_groups_complete: complete,
    } = payload;
    if (typeof sub !== 'string' || typeof sid !== 'string' || exp === undefined)
      throw unauthenticated.tokenRefused(undefined);
    const session = await sessions.get(sid);
    if (session === undefined || session.subject !== sub || session.clientId !== clientId)
      throw unauthenticated.sessionEnded();
    const identity: Identity = {
      issuer: this.#people.name,
      kind: 'person',
      subject: sub,
      ...(typeof name === 'string' && { name }),
      groups: isStringList(groups) ? groups : [],
      groupsComplete: isStringList(groups) && complete === true,
      // Filtered at sign-in; today's configuration is applied once more.
      claims: declaredClaims(
        this.#people.claims,
        typeof claims === 'object' && claims !== null ? { ...claims } : {},
      ),
      declared: this.#people.claims,
    };
    return { identity, session: sid, expires: Math.min(exp, session.expires) };
  }

  async #verifyWorkload(token: string, read: UnverifiedToken, workloads: Workloads): Promise<Verified> {
    const { issuer, audience, algorithms, keys } = workloads;
    let payload: Awaited<ReturnType<typeof jwtVerify>>['payload'];
    try {
      const typ = String(read.header.typ)
        .toLowerCase()
        .replace(/^application\//, '');
      if (typ !== 'at+jwt' && typ !== 'jwt') throw new Error('not an access token');
      if (isNoAccessToken(read.payload, issuer.signIn?.clientId)) throw new Error('not an access token');
      ({ payload } = await jwtVerify(token, keys.find, {
        algorithms: [...algorithms],
        issuer: issuer.issuer,
        audience,
        clockTolerance: workloadTolerance,
        maxTokenAge: workloadMaxAge,
        requiredClaims: ['exp', 'iat', 'sub'],
      }));
    } catch (error) {
      if (error instanceof IssuerUnreachable) throw unauthenticated.issuerUnreachable(issuer.name, error);
      if (error instanceof errors.JWTExpired) throw unauthenticated.workloadTokenExpired(issuer.name, error);
      throw unauthenticated.workloadTokenRefused(issuer.name, error);
    }
    const { sub, exp } = payload;
    if (typeof sub !== 'string' || sub === '' || exp === undefined)
      throw unauthenticated.workloadTokenRefused(issuer.name, undefined);
    const identity: Identity = {
      issuer: issuer.name,
      kind: 'service',
      subject: sub,
      ...readClaims(issuer, payload),
      declared: issuer.claims,
    };
    return { identity, expires: exp };
  }
}
