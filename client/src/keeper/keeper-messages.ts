import type { ClientErrorCode } from '../errors/client-error.ts';

/** What is asked of a keeper: one JSON line. */
export type KeeperRequest =
  /** `refused`: a token that the gateway did not take. */
  { readonly op: 'token'; readonly refused?: string | undefined } | { readonly op: 'sign-out' };

/** What it answers: one JSON line. */
export type KeeperAnswer =
  | { readonly ok: true; readonly accessToken?: string; readonly expires?: number }
  | { readonly ok: false; readonly code: ClientErrorCode; readonly message: string; readonly next: string };

/** Where the sign-in outlives a command: the operating system's keyring, or the memory of the keeper alone. */
export type KeptIn = 'keyring' | 'memory';
