import type { BindingKey } from '../sign-in/binding-key.ts';

/** What a signed-in session holds. It exists in memory, in the operating system's keyring or the editor's secret storage, and in no file of ours. */
export interface HeldTokens {
  readonly issuer: string;
  /** The program that signed in, by its name at the gateway: only it can renew. */
  readonly clientId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** The key that the refresh token is bound to. */
  readonly key: BindingKey;
  /** When the access token ends, in milliseconds since the epoch. */
  readonly expires: number;
}
