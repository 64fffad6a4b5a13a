import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { HeldTokens } from '../keeper/held-tokens.ts';
import { newBindingKey, proofOf } from './binding-key.ts';
import { callbackServer } from './callback-server.ts';
import { heldFrom } from './held-from.ts';
import { oauthClient } from './oauth-client.ts';
import type { ReturnPath } from './return-path.ts';
import { signInFailure } from './sign-in-failure.ts';

const waitMilliseconds = 5 * 60_000;

/** A free port of the loopback address; `home` is where people go on, in words. */
export const loopbackReturn = (home: string) => (): Promise<ReturnPath> =>
  callbackServer(waitMilliseconds, home);

/** Who signs in, and how the browser comes back. */
export interface SignInOptions {
  /** Default: the command line. */
  readonly clientId?: string;
  /** Default: a loopback address (RFC 8252). */
  readonly comeBack?: () => Promise<ReturnPath>;
}

/**
 * Signs in by authorization code and PKCE (RFC 7636), bound to a new key (RFC 9449). `show` gets the address to open.
 * Throws `ClientError` code `sign-in-failed`.
 */
export async function signIn(
  issuer: string,
  show: (url: string) => Promise<void>,
  { clientId = 'vectorgate-cli', comeBack = loopbackReturn('the terminal') }: SignInOptions = {},
): Promise<HeldTokens> {
  const client = await oauthClient({ issuer, clientId });
  const path = await comeBack();
  try {
    const verifier = randomPKCECodeVerifier();
    const state = `${randomState()}${path.stateSuffix ?? ''}`;
    path.expect?.(state);
    const url = buildAuthorizationUrl(client, {
      redirect_uri: path.redirectUri,
      scope: 'openid',
      state,
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    await show(url.href);
    const returned = await path.returned;
    const back = new URL(path.redirectUri);
    back.search = returned.search;
    const key = await newBindingKey();
    const tokens = await authorizationCodeGrant(
      client,
      back,
      { pkceCodeVerifier: verifier, expectedState: state },
      undefined,
      { DPoP: await proofOf(client, key) },
    );
    return heldFrom(tokens, { issuer, clientId, key });
  } catch (cause) {
    throw signInFailure(cause);
  } finally {
    path.close();
  }
}
