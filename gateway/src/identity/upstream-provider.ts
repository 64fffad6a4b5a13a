import * as oidc from 'openid-client';
import type { Logger } from 'pino';
import type { IssuerConfiguration } from '../configuration/configuration.ts';
import { type KnownClaims, readClaims } from './read-claims.ts';
import { UpstreamError } from './upstream-error.ts';

/** What the provider said of a person, and the token by which it can be asked again. */
export interface UpstreamAnswer {
  readonly subject: string;
  readonly known: KnownClaims;
  readonly refreshToken: string;
  /** The provider's own session (`sid`), by which it may end this sign-in; absent where it names none. */
  readonly providerSession?: string;
  /** Milliseconds since the epoch at which it said so. */
  readonly asked: number;
}

/** What must come back unchanged from the provider. */
export interface UpstreamChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** OAuth errors by which a provider says no to a person, rather than to us. */
const refusals = new Set([
  'invalid_grant',
  'access_denied',
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
]);
const timeout = 10;

/** The company's OIDC provider that people sign in with. Its discovery is read when first needed, and again after a failure. */
export class UpstreamProvider {
  readonly #issuer: IssuerConfiguration;
  readonly #clientId: string;
  readonly #clientSecret: string | undefined;
  readonly #scopes: readonly string[];
  readonly #redirectUri: string;
  readonly #log: Logger;
  #discovered: Promise<oidc.Configuration> | undefined;

  constructor(
    issuer: IssuerConfiguration,
    clientSecret: string | undefined,
    redirectUri: string,
    log: Logger,
  ) {
    this.#issuer = issuer;
    this.#clientId = issuer.signIn?.clientId ?? '';
    this.#scopes = issuer.signIn?.scopes ?? [];
    this.#clientSecret = clientSecret;
    this.#redirectUri = redirectUri;
    this.#log = log;
  }

  get name(): string {
    return this.#issuer.name;
  }

  /** Where the browser goes to sign in. */
  async authorizationUrl(checks: UpstreamChecks): Promise<URL> {
    const configuration = await this.#configuration();
    return oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: this.#scopes.join(' '),
      state: checks.state,
      nonce: checks.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
    });
  }

  /** Takes what the provider sent back to our redirect. */
  signIn(returned: URL, checks: UpstreamChecks): Promise<UpstreamAnswer> {
    return this.#ask('sign-in', async (configuration) => {
      const tokens = await oidc.authorizationCodeGrant(configuration, returned, {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.codeVerifier,
        idTokenExpected: true,
      });
      if (tokens.refresh_token === undefined) {
        throw new UpstreamError(
          'no-refresh-token',
          `The provider ${this.name} gave no refresh token, so VectorGate could not notice when an account is disabled. An administrator adds offline_access to the scopes of this issuer, or allows refresh tokens for its client there.`,
        );
      }
      return this.#answer(configuration, tokens, tokens.claims()?.sub, tokens.refresh_token);
    });
  }

  /**
   * Asks again about somebody who is signed in. `keep` gets a rotated refresh token before anything else can fail.
   * Rejects with `UpstreamError`; `refused` means the provider says no.
   */
  refresh(
    refreshToken: string,
    subject: string,
    keep: (rotated: string) => Promise<unknown>,
  ): Promise<UpstreamAnswer> {
    return this.#ask('refresh', async (configuration) => {
      const tokens = await oidc.refreshTokenGrant(configuration, refreshToken);
      if (tokens.refresh_token !== undefined && tokens.refresh_token !== refreshToken)
        await keep(tokens.refresh_token);
      const answer = await this.#answer(configuration, tokens, subject, tokens.refresh_token ?? refreshToken);
      if ((tokens.claims()?.sub ?? subject) !== subject)
        throw new UpstreamError('refused', 'The provider answered for somebody else.');
      return answer;
    });
  }

  /** Gives the provider's refresh token back. A failure is logged; the sign-out holds all the same. */
  async revoke(refreshToken: string): Promise<void> {
    try {
      const configuration = await this.#configuration();
      if (configuration.serverMetadata().revocation_endpoint === undefined) return;
      await oidc.tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
    } catch (error) {
      this.#log.warn(
        { issuer: this.name, reason: reasonOf(error) },
        'the refresh token could not be given back to the provider',
      );
    }
  }

  async #answer(
    configuration: oidc.Configuration,
    tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
    subject: string | undefined,
    refreshToken: string,
  ): Promise<UpstreamAnswer> {
    const asked = Date.now();
    const idToken = tokens.claims();
    if (subject === undefined)
      throw new UpstreamError('unavailable', `The provider ${this.name} did not say who signed in.`);
    const info =
      configuration.serverMetadata().userinfo_endpoint === undefined
        ? undefined
        : await oidc.fetchUserInfo(configuration, tokens.access_token, subject);
    // Neither: nothing was said about the person, and what was true at sign-in may no longer be.
    if (idToken === undefined && info === undefined) {
      throw new UpstreamError(
        'unavailable',
        `The provider ${this.name} gives no claims when asked again: neither an ID token nor userinfo.`,
      );
    }
    const sid = idToken?.sid;
    return {
      subject,
      known: readClaims(this.#issuer, { ...info, ...idToken }),
      refreshToken,
      ...(typeof sid === 'string' && sid !== '' && { providerSession: sid }),
      asked,
    };
  }

  async #ask<Answer>(
    purpose: string,
    question: (configuration: oidc.Configuration) => Promise<Answer>,
  ): Promise<Answer> {
    const configuration = await this.#configuration();
    try {
      return await question(configuration);
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      const said =
        error instanceof oidc.ResponseBodyError || error instanceof oidc.AuthorizationResponseError
          ? error.error
          : undefined;
      const challenged =
        error instanceof oidc.WWWAuthenticateChallengeError && (error.status === 401 || error.status === 403);
      if (challenged || (said !== undefined && refusals.has(said))) {
        throw new UpstreamError('refused', `The provider ${this.name} no longer lets this account in.`, {
          cause: error,
        });
      }
      this.#log.error(
        { issuer: this.name, purpose, reason: said ?? reasonOf(error) },
        'the sign-in provider did not answer as it should',
      );
      throw new UpstreamError('unavailable', `The provider ${this.name} does not answer as it should.`, {
        cause: error,
      });
    }
  }

  #configuration(): Promise<oidc.Configuration> {
    this.#discovered ??= this.#discover().catch((error: unknown) => {
      this.#discovered = undefined;
      this.#log.error(
        { issuer: this.name, reason: reasonOf(error) },
        'the sign-in provider cannot be reached',
      );
      throw new UpstreamError('unavailable', `The provider ${this.name} does not answer.`, { cause: error });
    });
    return this.#discovered;
  }

  #discover(): Promise<oidc.Configuration> {
    const url = new URL(this.#issuer.issuer);
    const secret = this.#clientSecret;
    return oidc.discovery(
      url,
      this.#clientId,
      undefined,
      secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret),
      {
        // Plain http is for providers on this machine; the configuration's check lets no other through.
        execute: url.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
        timeout,
      },
    );
  }
}

/** A code for the log; the provider's own words may name a person. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause;
  const inner = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return inner ?? ('code' in error ? String(error.code) : error.name);
};
