/** What a signed-in session holds. It exists in the memory of two processes and in no file. */
export interface HeldTokens {
  readonly issuer: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** When the access token ends, in milliseconds since the epoch. */
  readonly expires: number;
}
