import type { KnownClaims } from './read-claims.ts';

/** One sign-in of one person with one client, from the provider's page to sign-out or its absolute end. */
export interface SignInSession {
  /** Also the id of the OAuth grant; `sid` in access tokens. */
  readonly id: string;
  /** The provider's `sub`. */
  readonly subject: string;
  readonly clientId: string;
  /** Seconds since the epoch. */
  readonly started: number;
  /** Seconds since the epoch; nothing prolongs it. */
  readonly expires: number;
  /** Random id of the browser it was made in, for the sign-out page. */
  readonly browser: string;
  /** As the provider said at sign-in or at the last refresh. */
  readonly known: KnownClaims;
  /** The provider's refresh token, by which each refresh asks again. */
  readonly upstreamRefreshToken: string;
  /** The provider's own session (`sid`), where it named one: a sign-out there may end this sign-in by it. */
  readonly providerSession?: string;
}
