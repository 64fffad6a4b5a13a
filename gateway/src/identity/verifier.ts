import type { Identity } from '@vectorgate/policy-schema';

/** A token that counts now. */
export interface Verified {
  readonly identity: Identity;
  /** Id of our own session (sign-in), for people; undefined for tokens of further issuers. */
  readonly session?: string;
  /** Seconds since the epoch at which the token ends. */
  readonly expires: number;
}

/**
 * Verifies access tokens on the data path and for the API. Rejects with `Refusal` of kind `unauthenticated`
 * whose text says what to do. Sign-out and revoked sessions end access at once.
 */
export interface TokenVerifier {
  verify(token: string): Promise<Verified>;
}
