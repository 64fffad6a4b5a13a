import {
  type Configuration,
  type DPoPHandle,
  ResponseBodyError,
  refreshTokenGrant,
  tokenRevocation,
} from 'openid-client';
import { ClientError } from '../errors/client-error.ts';
import { proofOf } from '../sign-in/binding-key.ts';
import type { HeldTokens } from './held-tokens.ts';

/** An access token is replaced when it has less than this left, in milliseconds. */
const leftAtLeast = 30_000;
/** Who says that the token was refused gets a renewed one at most this often, in milliseconds. */
const forcedEvery = 10_000;

/** A signed-in session in memory: gives access tokens, renews them, ends them. */
export class Session {
  readonly #client: Configuration;
  #tokens: HeldTokens;
  #renewal: Promise<void> | undefined;
  #proof: Promise<DPoPHandle> | undefined;
  #forced = Number.NEGATIVE_INFINITY;
  readonly #now: () => number;

  constructor(client: Configuration, tokens: HeldTokens, now: () => number = Date.now) {
    this.#client = client;
    this.#tokens = tokens;
    this.#now = now;
  }

  /**
   * An access token with some time left; `expires` in milliseconds since the epoch. `refused`: one that the gateway did
   * not take; where it is the present one, it is renewed at once. While the gateway does not answer, the present one
   * stays good to its end. Throws `ClientError` code `signed-out` once the gateway has ended the session.
   */
  async token(refused?: string): Promise<{ accessToken: string; expires: number }> {
    if (this.isWorn(refused)) {
      if (refused === this.#tokens.accessToken) this.#forced = this.#now();
      // A refresh token may be used once only: those who come meanwhile wait for the same renewal.
      this.#renewal ??= this.#renew().finally(() => {
        this.#renewal = undefined;
      });
      try {
        await this.#renewal;
      } catch (error) {
        const ended = error instanceof ClientError && error.code === 'signed-out';
        if (ended || this.#tokens.expires <= this.#now()) throw error;
      }
    }
    const { accessToken, expires } = this.#tokens;
    return { accessToken, expires };
  }

  /** Whether `token(refused)` would ask the gateway for another. */
  isWorn(refused?: string): boolean {
    const now = this.#now();
    const dismissed = refused === this.#tokens.accessToken && now - this.#forced > forcedEvery;
    return dismissed || this.#tokens.expires - now < leftAtLeast || this.#renewal !== undefined;
  }

  /** What it holds now, for whoever keeps it somewhere else too. */
  get held(): HeldTokens {
    return this.#tokens;
  }

  /** Ends the session at the gateway (RFC 7009). */
  async end(): Promise<void> {
    await this.#renewal?.catch(() => {});
    try {
      await tokenRevocation(this.#client, this.#tokens.refreshToken, { token_type_hint: 'refresh_token' });
    } catch (cause) {
      throw new ClientError(
        'gateway-unreachable',
        'You are signed out on this machine, but the gateway does not answer: there your session ends by itself.',
        'Should it have to end at once, tell whoever runs the gateway.',
        { cause },
      );
    }
  }

  async #renew(): Promise<void> {
    try {
      this.#proof ??= proofOf(this.#client, this.#tokens.key);
      const fresh = await refreshTokenGrant(this.#client, this.#tokens.refreshToken, undefined, {
        DPoP: await this.#proof,
      });
      this.#tokens = {
        ...this.#tokens,
        accessToken: fresh.access_token,
        refreshToken: fresh.refresh_token ?? this.#tokens.refreshToken,
        expires: this.#now() + (fresh.expires_in ?? 0) * 1000,
      };
    } catch (cause) {
      if (cause instanceof ResponseBodyError)
        throw new ClientError('signed-out', 'Your session has ended.', 'Sign in again: vectorgate login', {
          cause,
        });
      throw new ClientError(
        'gateway-unreachable',
        'The gateway does not answer.',
        'Check that it runs: vectorgate status',
        { cause },
      );
    }
  }
}
