/** Who gives the broker its tokens: a sign-in in this process, or in one that keeps it. */
export interface TokenHolder {
  /** Whether somebody is signed in, as far as is known here. Throws `ClientError` when that cannot be told. */
  signedIn(): Promise<boolean>;
  /**
   * An access token with life left, and its end in seconds since the epoch. `refused`: one that the gateway answered
   * 401 to; where it is the present one, a renewed one. Throws `ClientError`, code `signed-out` when nobody is signed in.
   */
  token(refused?: string): Promise<{ readonly token: string; readonly expires: number }>;
}
