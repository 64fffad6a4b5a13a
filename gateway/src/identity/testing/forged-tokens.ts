import type { JWK } from 'jose';
import type { RunningProvider } from '../../../../demo/src/provider/index.ts';
import { forgedOwnTokens } from './forged-own-tokens.ts';
import { forgedWorkloadTokens } from './forged-workload-tokens.ts';
import { respelledTokens } from './respelled-tokens.ts';

/** A token that must be refused. */
export interface ForgedToken {
  readonly name: string;
  readonly token: string;
}

export interface ForgeryParts {
  /** A real access token that counts now, and what came with it. */
  readonly good: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** A real access token of another person. */
  readonly other: string;
  /** The gateway's own private key: the strongest forger is one whose claims alone are wrong. */
  readonly ownKey: JWK & { readonly kid: string };
  readonly ci: RunningProvider;
  readonly workloadAudience: string;
  /** The provider that people sign in with: trusted for sign-in, not for access. */
  readonly people: RunningProvider;
}

/** The battery, each built from tokens that count: a name that says what it is, and the token. */
export async function forgedTokens(parts: ForgeryParts): Promise<readonly ForgedToken[]> {
  return [
    ...(await forgedOwnTokens(parts)),
    ...(await respelledTokens(parts)),
    ...(await forgedWorkloadTokens(parts)),
  ];
}
